import type { Backend } from "./backend";
import type { ListPage, ListQuery } from "./types";

/** Rows fetched at once: well under 100 kB of answer. */
export const PAGE_SIZE = 100;

/** The first page of a list; null where there is no question, or the book cannot answer it. */
export async function firstPageOf(
  backend: Pick<Backend, "listContacts">,
  question: ListQuery | null,
): Promise<ListPage | null> {
  if (question === null) return null;
  return backend.listContacts({ ...question, offset: 0, limit: PAGE_SIZE }).catch(() => null);
}
