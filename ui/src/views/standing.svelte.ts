import type { Backend } from "../lib/ipc/backend";
import type { StandingCounts, View } from "../lib/ipc/types";

/** How long changes gather before they are counted again: an import makes many. */
const PAUSE_MS = 300;

/** How many contacts are in the views of what is left to do. */
export class Standing {
  #counts: StandingCounts | null = $state.raw(null);
  #isAsking = false;
  #isDue = false;

  constructor(private readonly backend: Backend) {}

  /** Counts now and after every change; the answer stops it. */
  listen(): () => void {
    void this.#ask();
    const stopping = this.backend.onBookChanged(() => void this.#ask());
    return () => void stopping.then((stop) => stop());
  }

  /** How many contacts are in a view; null of one that is not counted, and before it was. */
  countOf({ Search, Filters }: View): number | null {
    if (Filters.length > 0) return null;
    if (Search === "is:attention") return this.#counts?.attention ?? null;
    return Search === "is:changed" ? (this.#counts?.changed ?? null) : null;
  }

  /** What cannot be counted now stays as it was, and is counted after the next change. */
  async #ask(): Promise<void> {
    this.#isDue = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isDue) {
      this.#isDue = false;
      this.#counts = await this.backend.standingCounts().catch(() => this.#counts);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    this.#isAsking = false;
  }
}
