import type { MessageKey } from "../../lib/i18n";
import type { ContactChange } from "../../lib/ipc/types";

/** What happened, in words. */
export const OPERATIONS: Record<ContactChange["Operation"], MessageKey> = {
  create: "history.created",
  update: "history.updated",
  delete: "history.deleted",
};
