import type { StandingCounts } from "../types";
import type { FakeManager } from "./manager";
import type { FakeStore, Stored } from "./store";

/** The words after `is:` that ask for no field. */
export const STANDINGS = ["attention", "changed"] as const;
type Standing = (typeof STANDINGS)[number];

/** Which contacts of the fake need attention, and which changed since changes were handed over. */
export class FakeStanding {
  /** How many changes there were when they were handed over. */
  #handed = 0;

  constructor(
    private readonly store: FakeStore,
    private readonly manager: FakeManager,
  ) {}

  handOver(): void {
    this.#handed = this.store.changes.length;
  }

  has(record: Stored, standing: string): boolean {
    if (standing === "attention") return this.manager.faults(record).length > 0;
    const since = this.store.changes.slice(0, this.store.changes.length - this.#handed);
    return since.some((change) => change.after?.["Id"] === record["Id"]);
  }

  counts(): StandingCounts {
    const records = [...this.store.records.values()];
    const count = (standing: Standing): number =>
      records.filter((record) => this.has(record, standing)).length;
    return { attention: count("attention"), changed: count("changed") };
  }
}
