import type { MessageKey } from "../../lib/i18n";
import type { HistoryEntry } from "../../lib/ipc/types";

/** What happened, in words. */
export const OPERATIONS: Record<HistoryEntry["Operation"], MessageKey> = {
  create: "history.created",
  update: "history.updated",
  delete: "history.deleted",
};
