import type { Backend } from "../ipc/backend";
import { referenceOf } from "./values";

/** How many rows are looked at for suggestions, and how many are offered. */
const LOOK_AT = 60;
const OFFER = 8;

/** A reference that is used in the book. */
export type Suggestion = { Id: string; Name: string };

/**
 * References already in the book whose name holds `text`. Read from the list's own answer: only fields that the list
 * hands out can be suggested, the others give none.
 */
export async function suggestReferences(
  backend: Backend,
  field: string,
  text: string,
): Promise<Suggestion[]> {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === "") return [];
  const page = await backend.listContacts({ search: text, filters: [], sort: [], offset: 0, limit: LOOK_AT });
  const found = new Map<string, Suggestion>();
  for (const row of page.rows) {
    const reference = referenceOf(row.values[field]);
    if (!reference.Name.toLocaleLowerCase().includes(wanted)) continue;
    found.set(`${reference.Id}\n${reference.Name}`, reference);
  }
  return [...found.values()].slice(0, OFFER);
}
