import type { Seen } from "../grid/views";
import type { Filter, ListQuery, RecordKey, SortKey } from "../ipc/types";

/** What a window showed when it was last used, by which the next one begins. */
export type Last = {
  /** The folder of the book it showed. */
  book: string;
  /** The view by its name, what of it was seen, and whether that is something else than the view keeps. */
  view: string;
  seen: Seen;
  differs: boolean;
  /** Whether it is what the host shows first by itself. */
  isFirst: boolean;
  open: Opened | null;
};

/** A contact that is open, and what of it is looked at. */
export type Opened = { key: RecordKey; tab: "record" | "request" | "history" };

const STORE_KEY = "kith.last";

/** What was shown last; null where nothing is known, or what was kept is damaged. */
export function loadLast(store: Pick<Storage, "getItem"> = localStorage): Last | null {
  try {
    return readLast(JSON.parse(store.getItem(STORE_KEY) ?? "null"));
  } catch {
    return null;
  }
}

/** Remembers what is shown. A store that is full or forbidden costs the memory, not the work. */
export function saveLast(last: Last, store: Pick<Storage, "setItem"> = localStorage): void {
  try {
    store.setItem(STORE_KEY, JSON.stringify(last));
  } catch {
    return;
  }
}

/** What is asked of the book to see something. */
export function questionOf({ search, filters, sort, columns }: Seen): ListQuery {
  return { search, filters, sort, fields: [...columns], offset: 0, limit: 0 };
}

/** The question for what was seen last, where the host does not answer it unasked. */
export function lastQuestion(last: Last | null = loadLast()): ListQuery | null {
  return last === null || last.isFirst ? null : questionOf(last.seen);
}

function readLast(kept: unknown): Last | null {
  if (!isObject(kept)) return null;
  const { book, view, differs, isFirst } = kept;
  const seen = readSeen(kept["seen"]);
  if (!isText(book) || !isText(view) || seen === null) return null;
  return {
    book,
    view,
    seen,
    differs: differs === true,
    isFirst: isFirst === true,
    open: readOpen(kept["open"]),
  };
}

function readSeen(kept: unknown): Seen | null {
  if (!isObject(kept)) return null;
  const { search, filters, sort, columns } = kept;
  const isSound =
    isText(search) && isAll(filters, isFilter) && isAll(sort, isSortKey) && isAll(columns, isText);
  return isSound ? { search, filters, sort, columns } : null;
}

function readOpen(kept: unknown): Opened | null {
  if (!isObject(kept) || !isObject(kept["key"])) return null;
  const { by, value } = kept["key"];
  const tab = (["record", "request", "history"] as const).find((name) => name === kept["tab"]);
  if ((by !== "Id" && by !== "ExternalId") || !isText(value)) return null;
  return { key: { by, value }, tab: tab ?? "record" };
}

function isFilter(kept: unknown): kept is Filter {
  return isObject(kept) && isText(kept["field"]) && Array.isArray(kept["values"]);
}

function isSortKey(kept: unknown): kept is SortKey {
  return isObject(kept) && isText(kept["field"]) && typeof kept["descending"] === "boolean";
}

function isText(kept: unknown): kept is string {
  return typeof kept === "string";
}

function isAll<T>(kept: unknown, is: (item: unknown) => item is T): kept is T[] {
  return Array.isArray(kept) && kept.every(is);
}

function isObject(kept: unknown): kept is Record<string, unknown> {
  return typeof kept === "object" && kept !== null && !Array.isArray(kept);
}
