import type { BulkHost } from "../features/bulk/host";
import type { TransferHost } from "../features/transfer/host";
import type { Session } from "./session.svelte";

/** What import and export need of a session. */
export function transferHost(session: Session): TransferHost {
  const { list } = session;
  return {
    transfer: session.backend.transfer,
    get schema() {
      return session.schema;
    },
    readOnly: session.readOnly,
    onmade: (text, changeId) => {
      session.made(text, changeId);
      list.refresh();
    },
    onundo: async (changeId) => {
      await session.undo(changeId);
      return session.notice?.tone === "done";
    },
    get question() {
      return list.question;
    },
    get columns() {
      return list.columns;
    },
    get matches() {
      return list.matches;
    },
    get total() {
      return list.total;
    },
    get selected() {
      return [...list.selection.all.values()];
    },
  };
}

/** What setting fields in many contacts needs of a session. */
export function bulkHost(session: Session): BulkHost {
  const { list } = session;
  return {
    backend: session.backend,
    get schema() {
      return session.schema;
    },
    onmade: (text, changeId) => {
      session.made(text, changeId);
      list.refresh();
    },
    onundo: async (changeId) => {
      await session.undo(changeId);
      return session.notice?.tone === "done";
    },
    get question() {
      return list.question;
    },
    get matches() {
      return list.matches;
    },
    get selected() {
      return list.selection.count;
    },
    keys: () => [...list.selection.all.values()],
  };
}
