import type { Backend } from "../ipc/backend";
import { EVERYONE } from "../ipc/everyone";
import { referenceOf } from "./values";

/** How many suggestions are offered. */
const OFFER = 8;

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
  const { values } = await backend.listValues(EVERYONE, field, wanted, OFFER);
  return values.filter(({ value }) => value !== null).map(({ value }) => referenceOf(value));
}
