import { type Last, loadLast, type Opened } from "../lib/actions/last";
import type { DeskState, ListPage } from "../lib/ipc/types";
import type { Session } from "./session.svelte";

/** What a window goes on with: what the last one showed, and its first rows where they are here already. */
export type Resumed = { last: Last; page: ListPage | null };

/** What to go on with in a book: nothing where the last window showed another one. */
export function resumedIn({ book }: DeskState, page: ListPage | null): Resumed | null {
  const last = loadLast();
  return last !== null && last.book === book?.folder ? { last, page } : null;
}

/** What a window shows, to be shown again by the next one. */
export function lastOf(session: Session): Last {
  const { list, record, tab, layout } = session;
  const book = session.desk.book?.folder ?? "";
  const open: Opened | null = record?.key ? { key: record.key, tab } : null;
  const isFirst = list.view.Name === layout.Views[0]?.Name && !list.differs;
  return { book, view: list.view.Name, seen: list.seen, differs: list.differs, isFirst, open };
}
