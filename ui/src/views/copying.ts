import type { ListModel } from "../features/list/list.svelte";
import { copyWhenReady } from "../lib/actions/clipboard";
import type { RecordKey } from "../lib/ipc/types";

/** How many contacts were put on the clipboard as a table; null when the system refused. */
export async function copyRows(list: ListModel): Promise<number | null> {
  const keys = keysOf(list);
  const table = keys.then((found) => list.backend.copyContacts(found, list.columns));
  const done = await copyWhenReady(table);
  return done ? (await keys).length : null;
}

/** The selected records, else the one the keyboard is on. */
async function keysOf(list: ListModel): Promise<RecordKey[]> {
  if (list.selection.count > 0) return list.selection.ordered();
  const row = list.row(list.active);
  return row === undefined ? [] : [row.key];
}
