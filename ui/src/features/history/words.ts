import type { MessageKey } from "../../lib/i18n";
import type { HistoryEntry } from "../../lib/ipc/types";

/** What happened, in words. */
export const OPERATIONS: Record<HistoryEntry["Operation"], MessageKey> = {
  create: "history.created",
  update: "history.updated",
  delete: "history.deleted",
};

/** Where a change came from, in words. */
export const SOURCES: Record<HistoryEntry["Source"], MessageKey> = {
  desk: "source.desk",
  "command line": "source.commandLine",
  import: "source.import",
  bulk: "source.bulk",
  undo: "source.undo",
  redo: "source.redo",
  sample: "source.sample",
};
