import type {
  Act,
  Assignment,
  BulkEdit,
  BulkEditPage,
  BulkEditProgress,
  BulkEditReport,
  BulkEditRow,
  BulkEditVerdict,
  JsonValue,
  RecordKey,
  WrittenFile,
} from "../types";
import type { Bulk } from "../bulk";
import { EVERYONE } from "../everyone";
import { sameValue } from "../../form/values";
import type { FakeList } from "./list";
import type { FakeManager } from "./manager";
import { checkFields, issue } from "./rules";
import type { FakeStore, Stored } from "./store";

/** How many contacts are done before whoever watches is told. */
const BATCH = 10;

type Planned = { row: BulkEditRow; before: Stored; fields: Record<string, JsonValue> };

/** Stands in for the host's bulk edit. */
export class FakeBulk implements Bulk {
  /** What was asked for, to look at in tests. */
  readonly previews: BulkEdit[] = [];
  /** Waited for after every batch. */
  pace: () => Promise<void> = () => Promise.resolve();
  #keys: readonly RecordKey[] = [];
  #assignments: readonly Assignment[] = [];
  #rows: readonly BulkEditRow[] = [];
  #stopped = false;
  readonly #listeners = new Set<(progress: BulkEditProgress) => void>();

  constructor(
    private readonly store: FakeStore,
    private readonly manager: FakeManager,
    private readonly list: FakeList,
  ) {}

  async preview(edit: BulkEdit): Promise<BulkEditReport> {
    this.previews.push(edit);
    const names = this.manager.schema.FieldMetadata.map((field) => field.FieldName);
    const unknown = edit.assignments.find(({ field }) => !names.includes(field));
    if (unknown !== undefined) throw new Error(`There is no field “${unknown.field}”.`);
    this.#keys = this.#chosen(edit.selection);
    this.#assignments = edit.assignments;
    const planned = this.#plan();
    await this.#go(planned, () => undefined);
    if (this.#stopped) throw new Error("It was ended.");
    return this.#report(planned);
  }

  rows(verdict: BulkEditVerdict | null, offset: number, limit: number): Promise<BulkEditPage> {
    const rows = this.#rows.filter((row) => verdict === null || row.Verdict === verdict);
    return Promise.resolve({ Rows: rows.slice(offset, offset + limit), Matches: rows.length });
  }

  async run(): Promise<BulkEditReport> {
    const ChangeId = this.store.nextChange();
    const planned = this.#plan();
    const done: Planned[] = [];
    await this.#go(planned, (batch) => {
      done.push(...batch);
      for (const { row, before, fields } of batch) {
        if (row.Verdict === "changed") this.store.updateAll([before], fields, ChangeId);
      }
    });
    const report = this.#report(done);
    if (this.#stopped) {
      this.store.undo(ChangeId);
      return { ...report, Cancelled: true };
    }
    return report.Changed > 0 ? { ...report, ChangeId } : report;
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return Promise.resolve();
  }

  save(): Promise<WrittenFile | null> {
    return Promise.resolve({ file: "~/bulk-edit.csv", written: this.#rows.length });
  }

  onProgress(listener: (progress: BulkEditProgress) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return Promise.resolve(() => this.#listeners.delete(listener));
  }

  #chosen(selection: BulkEdit["selection"]): RecordKey[] {
    const everything = { offset: 0, limit: 1e6 };
    if (selection === "all") return this.list.keys({ ...EVERYONE, ...everything });
    return "keys" in selection ? selection.keys : this.list.keys({ ...selection.view, ...everything });
  }

  async #go(planned: readonly Planned[], take: (batch: Planned[]) => void): Promise<void> {
    this.#stopped = false;
    for (let done = 0; done < planned.length && !this.#stopped;) {
      take(planned.slice(done, done + BATCH));
      done = Math.min(done + BATCH, planned.length);
      for (const tell of this.#listeners) tell({ done, total: planned.length, refused: 0 });
      await this.pace();
    }
  }

  #plan(): Planned[] {
    return this.#keys.map((Key) => {
      const before = this.store.find(Key);
      if (before === undefined) {
        const gone = issue("NotFound", `No contact has the ${Key.by} “${Key.value}”.`, Key.by);
        return { row: this.#row(Key, "", "refused", [], [gone]), before: {}, fields: {} };
      }
      const set = this.#assignments.map(({ field, act }) => [field, valueOf(act, before[field] ?? null)]);
      const fields = Object.fromEntries(set) as Record<string, JsonValue>;
      const { errors, warnings } = checkFields(this.manager.schema, fields, before);
      const changes = Object.entries(fields)
        .map(([Field, New]) => ({ Field, Old: before[Field] ?? null, New }))
        .filter((field) => !sameValue(field.Old, field.New));
      const verdict = errors.length > 0 ? "refused" : changes.length > 0 ? "changed" : "unchanged";
      const told = verdict === "refused" ? [] : changes;
      const name = typeof before["Name"] === "string" ? before["Name"] : "";
      const row = this.#row(Key, name, verdict, told, errors.length > 0 ? errors : warnings);
      return { row, before, fields };
    });
  }

  #row(
    Key: RecordKey,
    Name: string,
    Verdict: BulkEditVerdict,
    Fields: BulkEditRow["Fields"],
    Issues: BulkEditRow["Issues"],
  ): BulkEditRow {
    return { Key, Name, Verdict, Fields, Issues };
  }

  #report(planned: readonly Planned[]): BulkEditReport {
    this.#rows = planned.map(({ row }) => row);
    const count = (verdict: BulkEditVerdict): number =>
      this.#rows.filter((row) => row.Verdict === verdict).length;
    const reasons = new Map<string, BulkEditReport["Reasons"][number]>();
    for (const { Code, Field = null, Message } of this.#rows.flatMap((row) =>
      row.Verdict === "refused" ? row.Issues : [],
    )) {
      const Contacts = (reasons.get(`${Code} ${Field}`)?.Contacts ?? 0) + 1;
      reasons.set(`${Code} ${Field}`, { Code, Field, Message, Contacts });
    }
    return {
      ...{ Contacts: planned.length, Changed: count("changed"), Unchanged: count("unchanged") },
      ...{ Refused: count("refused"), Reasons: [...reasons.values()], Doubts: [], Cancelled: false },
    };
  }
}

function valueOf(act: Act, stored: JsonValue): JsonValue {
  if (act === "clear") return null;
  if ("set" in act) return act.set;
  if ("replace" in act) {
    return typeof stored === "string"
      ? stored.replaceAll(act.replace.find, act.replace.with) || null
      : stored;
  }
  const held = Array.isArray(stored) ? stored : [];
  const next =
    "add" in act
      ? [...held, ...act.add.filter((item) => !held.includes(item))]
      : held.filter((item) => typeof item !== "string" || !act.remove.includes(item));
  return next.length === 0 ? null : next;
}
