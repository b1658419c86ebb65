import type { BookChanged, ContactChange, JsonValue, RecordKey } from "../types";
import type { UndoPart } from "../backend";
import { sameValue } from "../../form/values";
import { schema } from "./schema";

/** A record of the fake's book: every schema field present. */
export type Stored = Record<string, JsonValue>;

type Change = Omit<ContactChange, "Contacts" | "Part"> & {
  key: RecordKey;
  before: Stored | null;
  after: Stored | null;
};

/** Keeps records and their changes in memory, and tells of each change as the book does. */
export class FakeStore {
  readonly records = new Map<string, Stored>();
  readonly changes: Change[] = [];
  readonly listeners = new Set<(change: BookChanged) => void>();
  /** The fields a record has. */
  names = schema.FieldMetadata.map((field) => field.FieldName);
  #counter = 0;

  constructor(readonly user: { Id: string; Name: string }) {}

  /** The id of a change that is made elsewhere in the book. */
  nextChange(): string {
    this.#counter += 1;
    return `change-${this.#counter}`;
  }

  tell(change: BookChanged): void {
    for (const listener of this.listeners) listener(change);
  }

  find(key: RecordKey): Stored | undefined {
    if (key.by === "Id") return this.records.get(key.value);
    for (const record of this.records.values()) if (record["ExternalId"] === key.value) return record;
    return undefined;
  }

  /** Everything that is in the book, to become it again. */
  snapshot(): { records: [string, Stored][]; changes: Change[] } {
    return { records: [...this.records], changes: [...this.changes] };
  }

  /** Is again what it was; nobody is told, as the host tells nobody. */
  become({ records, changes }: ReturnType<FakeStore["snapshot"]>): void {
    this.records.clear();
    for (const [id, record] of records) this.records.set(id, record);
    this.changes.splice(0, Infinity, ...changes);
  }

  /** Puts a record in without a change, as a book that was there before. */
  seed(fields: Record<string, JsonValue>, at: string): void {
    const record = this.#stamp({ ...fields, CreatedDate: at, CreatedBy: this.user }, at);
    this.records.set(String(record["Id"]), record);
  }

  create(fields: Record<string, JsonValue>, source: ContactChange["Source"]): Change {
    const now = new Date().toISOString();
    const record = this.#stamp({ ...fields, CreatedDate: now, CreatedBy: this.user }, now);
    return this.#apply(null, record, source);
  }

  /** Null when nothing would differ. */
  update(before: Stored, fields: Record<string, JsonValue>, source: ContactChange["Source"]): Change | null {
    const differs = Object.keys(fields).some((name) => !sameValue(fields[name], before[name]));
    if (!differs) return null;
    return this.#apply(before, this.#stamp({ ...before, ...fields }, new Date().toISOString()), source);
  }

  /** The same fields of several records, as one change. */
  updateAll(all: readonly Stored[], fields: Record<string, JsonValue>, changeId = this.nextChange()): void {
    const now = new Date().toISOString();
    for (const before of all) {
      this.#apply(before, this.#stamp({ ...before, ...fields }, now), "bulk", changeId);
    }
  }

  /** Creates and updates records as one change. */
  takeIn(
    all: readonly { before: Stored | null; fields: Record<string, JsonValue> }[],
    changeId: string,
  ): void {
    const now = new Date().toISOString();
    for (const { before, fields } of all) {
      const made = { CreatedDate: now, CreatedBy: this.user };
      this.#apply(before, this.#stamp({ ...(before ?? made), ...fields }, now), "import", changeId);
    }
  }

  /** A record takes fields of another one, which goes: one change. */
  merge(stays: Stored, fields: Record<string, JsonValue>, goes: Stored): string {
    const changeId = this.nextChange();
    this.#apply(goes, null, "desk", changeId);
    const differs = Object.keys(fields).some((name) => !sameValue(fields[name], stays[name]));
    const now = new Date().toISOString();
    if (differs) this.#apply(stays, this.#stamp({ ...stays, ...fields }, now), "desk", changeId);
    return changeId;
  }

  /** How many records a change is about. */
  contactsOf(changeId: string): number {
    return this.changes.filter((change) => change.ChangeId === changeId).length;
  }

  /** The changes of one record, the newest first. */
  historyOf(key: RecordKey): ContactChange[] {
    const mine = this.changes.filter(
      (change) => change.key.value === key.value || (change.before ?? change.after)?.[key.by] === key.value,
    );
    return mine.map(({ ChangeId, At, By, Source, Operation, Fields }) => ({
      ...{ ChangeId, At, By, Source, Operation, Fields },
      Contacts: this.contactsOf(ChangeId),
      Part: Source === "import",
    }));
  }

  remove(before: Stored, source: ContactChange["Source"]): Change {
    return this.#apply(before, null, source);
  }

  /** Takes a change back by making its opposite; of one record, or some fields of it, where they are named. */
  undo(changeId: string, part?: UndoPart): Change | null {
    const mine = (change: Change): boolean =>
      change.ChangeId === changeId && (part === undefined || part.contact.value === change.key.value);
    const undone = this.changes.filter(mine).map((change) => this.#undoOne(change, part?.fields));
    return undone.at(-1) ?? null;
  }

  /** Makes a record what it was after one of its changes; null when there is no such change. */
  putBack(key: RecordKey, changeId: string): Change | null {
    const then = this.changes.find(
      (change) => change.ChangeId === changeId && change.key.value === key.value,
    )?.after;
    if (!then) return null;
    const now = this.records.get(String(then["Id"]));
    return now === undefined ? this.#apply(null, then, "undo") : this.update(now, unstamped(then), "undo");
  }

  #undoOne(change: Change, fields?: readonly string[]): Change | null {
    const id = String((change.before ?? change.after)?.["Id"]);
    const now = this.records.get(id);
    if (change.before === null) return now === undefined ? null : this.remove(now, "undo");
    if (change.after === null || now === undefined) return this.#apply(null, change.before, "undo");
    const wanted = change.Fields.filter((field) => fields?.includes(field.Field) ?? true);
    return this.update(now, Object.fromEntries(wanted.map((field) => [field.Field, field.Old])), "undo");
  }

  #apply(
    before: Stored | null,
    after: Stored | null,
    Source: ContactChange["Source"],
    ChangeId = `change-${this.#counter + 1}`,
  ): Change {
    const record = (after ?? before) as Stored;
    const id = String(record["Id"]);
    if (after === null) this.records.delete(id);
    else this.records.set(id, after);
    const external = record["ExternalId"];
    const key: RecordKey =
      typeof external === "string" ? { by: "ExternalId", value: external } : { by: "Id", value: id };
    this.#counter += 1;
    const change: Change = {
      ChangeId,
      At: new Date().toISOString(),
      By: this.user,
      Source,
      Operation: before === null ? "create" : after === null ? "delete" : "update",
      Fields: difference(this.names, before, after),
      key,
      before,
      after,
    };
    this.changes.unshift(change);
    this.tell({ changeId: change.ChangeId, keys: [key], schema: false, gone: after === null });
    return change;
  }

  #stamp(fields: Record<string, JsonValue>, at: string): Stored {
    this.#counter += 1;
    const Id =
      fields["Id"] ??
      `c0ffee00-0000-4000-8000-${String(this.records.size + this.#counter).padStart(12, "0")}`;
    const stamped = {
      ...fields,
      Id,
      ModifiedDate: at,
      ModifiedBy: this.user,
      ETag: `W/${this.#counter.toString(36)}k${at.slice(11, 19)}`,
    };
    return Object.fromEntries(this.names.map((name) => [name, (stamped as Stored)[name] ?? null]));
  }
}

const UNSEEN = new Set(["CreatedDate", "CreatedBy", "ModifiedDate", "ModifiedBy", "ETag"]);

function unstamped(record: Stored): Stored {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !UNSEEN.has(name)));
}

function difference(names: string[], before: Stored | null, after: Stored | null): ContactChange["Fields"] {
  return names
    .filter((name) => !UNSEEN.has(name))
    .map((Field) => ({ Field, Old: before?.[Field] ?? null, New: after?.[Field] ?? null }))
    .filter((field) => !sameValue(field.Old, field.New));
}
