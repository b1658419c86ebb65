import type { Backend } from "../ipc/backend";
import { referenceOf } from "./values";

/** How many suggestions are offered. */
const OFFER = 8;
/** All contacts. */
const EVERYWHERE = { search: "", filters: [], sort: [], fields: [], offset: 0, limit: 0 };

/** A reference that is used in the book. */
export type Suggestion = { Id: string; Name: string };

/** References already in the book whose name holds `text`, those of most contacts first. */
export async function suggestReferences(
  backend: Backend,
  field: string,
  text: string,
): Promise<Suggestion[]> {
  const wanted = text.trim();
  if (wanted === "") return [];
  const { values } = await backend.listValues(EVERYWHERE, field, wanted, OFFER);
  return values.filter(({ value }) => value !== null).map(({ value }) => referenceOf(value));
}
