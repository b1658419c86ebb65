import { keyId } from "../ipc/keys";
import type { RecordKey } from "../ipc/types";

/** Records that are selected, by their keys: whatever row they are in, and whether or not the list shows them. */
export type Selection = ReadonlyMap<string, RecordKey>;

/** Nothing selected. */
export const NONE: Selection = new Map();

/** A selection with more records. */
export function withKeys(selection: Selection, keys: readonly RecordKey[]): Selection {
  const next = new Map(selection);
  for (const key of keys) next.set(keyId(key), key);
  return next;
}

/** A selection without some records, by the names `keyId` gives them; the same one where it has none of them. */
export function withoutIds(selection: Selection, ids: Iterable<string>): Selection {
  const next = new Map(selection);
  for (const id of ids) next.delete(id);
  return next.size === selection.size ? selection : next;
}

/** A selection with a record more, or less where it is in it. */
export function toggledKey(selection: Selection, key: RecordKey): Selection {
  return selection.has(keyId(key)) ? withoutIds(selection, [keyId(key)]) : withKeys(selection, [key]);
}

/** Reads a run of keys: `limit` of them from `offset` on. */
export type FetchKeys = (offset: number, limit: number) => Promise<RecordKey[]>;

/** Keys read at once: a few megabytes of answer. */
const RUN = 50_000;

/** Reads the keys of the rows from `from` up to `to`, in runs; null when they are not wanted any more. */
export async function readKeys(
  fetch: FetchKeys,
  from: number,
  to: number,
  isWanted: () => boolean,
): Promise<RecordKey[] | null> {
  const keys: RecordKey[] = [];
  for (let at = from; at < to; at += RUN) {
    const run = await fetch(at, Math.min(RUN, to - at));
    if (!isWanted()) return null;
    for (const key of run) keys.push(key);
    if (run.length === 0) break;
  }
  return keys;
}

/** The selected records in the order of a list's keys, those that the list does not have at the end. */
export function inOrder(selection: Selection, listed: readonly RecordKey[]): RecordKey[] {
  const rest = new Map(selection);
  const found = listed.filter((key) => rest.delete(keyId(key)));
  return [...found, ...rest.values()];
}

/** Keys in the order of their places in a list; those without a place at the end. */
export function byPlace(keys: readonly RecordKey[], places: readonly (number | null)[]): RecordKey[] {
  const placed = keys.map((key, at) => ({ key, place: places[at] ?? Number.MAX_SAFE_INTEGER }));
  return placed.sort((a, b) => a.place - b.place).map(({ key }) => key);
}

/** The keys that are not among others. */
export function missingOf(keys: readonly RecordKey[], there: readonly RecordKey[]): RecordKey[] {
  const ids = new Set(there.map(keyId));
  return keys.filter((key) => !ids.has(keyId(key)));
}
