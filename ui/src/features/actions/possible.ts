import type { ActionId } from "../../lib/actions/catalogue";
import type { MessageKey } from "../../lib/i18n";

/** What of the window decides whether something can be done now. */
export type Situation = {
  readOnly: boolean;
  /** The open contact: whether it exists yet, and whether it holds edits. */
  record: { exists: boolean; changed: boolean } | null;
  canUndo: boolean;
  canRedo: boolean;
  /** Whether the list has rows, and filters. */
  rows: boolean;
  filtered: boolean;
};

/** Why an action cannot be done now; null where it can. */
export function whyNot(action: ActionId, now: Situation): MessageKey | null {
  const { record } = now;
  const reasons: Partial<Record<ActionId, MessageKey | null>> = {
    new: now.readOnly ? "not.book" : null,
    import: now.readOnly ? "not.book" : null,
    save: now.readOnly ? "not.book" : whyUnchanged(record),
    revert: whyUnchanged(record),
    delete: now.readOnly ? "not.book" : whyNotStored(record),
    close: record === null ? "not.record" : null,
    tabRecord: record === null ? "not.record" : null,
    tabRequest: record === null ? "not.record" : null,
    tabHistory: whyNotStored(record),
    undo: now.canUndo ? null : "not.undo",
    redo: now.canRedo ? null : "not.redo",
    copyRows: now.rows ? null : "not.rows",
    clearFilters: now.filtered ? null : "not.filters",
  };
  return reasons[action] ?? null;
}

function whyUnchanged(record: Situation["record"]): MessageKey | null {
  if (record === null) return "not.record";
  return record.changed ? null : "not.changed";
}

function whyNotStored(record: Situation["record"]): MessageKey | null {
  if (record === null) return "not.record";
  return record.exists ? null : "not.new";
}
