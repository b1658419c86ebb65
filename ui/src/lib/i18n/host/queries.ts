import type { QueryError } from "../../ipc/types";
import type { MessageParams } from "../message";

/** The texts about a search that cannot be read. */
export type QueryKey = `query.${"afterQuote" | "empty" | "field" | "flag" | "other" | "quote" | "value"}`;

/** What is wrong with a search, from the place that the host names and what stands around it. */
export function queryIn(
  say: (key: QueryKey, params: MessageParams) => string,
  search: string,
  { at, length }: Pick<QueryError, "at" | "length">,
): string {
  const place = search.slice(at, at + length).trim();
  return say(keyFor(place, search.slice(0, at), search.slice(at + length)), { place });
}

function keyFor(place: string, before: string, after: string): QueryKey {
  if (place.startsWith('"')) return "query.quote";
  if (before.endsWith('"')) return "query.afterQuote";
  if (after.startsWith(":")) return "query.field";
  if (/:[<>=]*$/.test(place)) return "query.empty";
  if (/^-?is:/i.test(place)) return "query.flag";
  return /:[<>=]*$/.test(before) ? "query.value" : "query.other";
}
