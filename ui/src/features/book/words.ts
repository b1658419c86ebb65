import { type MessageKey, t } from "../../lib/i18n";
import { formatDateTime } from "../../lib/i18n/dates";
import { formatSize } from "../../lib/i18n/sizes";
import type { Backup, KeptBackup } from "../../lib/ipc/types";

/** What of the book's upkeep is being done. */
export type Work = "backup" | "verify" | "restore" | "retention" | "compact";

/** Why a backup was made, in the window's language; a reason that is not known here stays as the backup says it. */
const REASONS: Readonly<Record<string, MessageKey>> = {
  "by hand": "backup.byHand",
  daily: "backup.daily",
  "before import": "backup.beforeImport",
  "before repair": "backup.beforeRepair",
  "before forgetting": "backup.beforeForgetting",
  "before restore": "backup.beforeRestore",
};

/** What is said while something is being done, and when it could not be. */
export const TOLD: Readonly<Record<Work, { busy: MessageKey; failed: MessageKey; advice: MessageKey }>> = {
  backup: { busy: "book.backingUp", failed: "book.notBackedUp", advice: "book.notBackedUpAdvice" },
  verify: { busy: "book.verifying", failed: "book.notVerified", advice: "book.notVerifiedAdvice" },
  restore: { busy: "book.restoring", failed: "book.notRestored", advice: "book.notRestoredAdvice" },
  retention: { busy: "book.forgetting", failed: "book.notForgotten", advice: "book.notForgottenAdvice" },
  compact: { busy: "compact.busy", failed: "book.notCompacted", advice: "book.notCompactedAdvice" },
};

/** How long changes may be kept, in days; null is for ever. */
export const SPANS: readonly (number | null)[] = [null, 3650, 1825, 730, 365, 90, 30];

/** A span as a person says it. */
export function spanOf(days: number | null): string {
  if (days === null) return t("retention.everything");
  if (days % 365 === 0) return t("retention.years", { count: days / 365 });
  return t("retention.days", { count: days });
}

/** When a backup was made; of one that does not say, its file's name. */
export function nameOf(backup: Backup): string {
  return backup.MadeAt === null ? fileOf(backup) : formatDateTime(backup.MadeAt);
}

/** The file of a backup, without its folder. */
export function fileOf(backup: Backup): string {
  return backup.File.split(/[\\/]/).at(-1) ?? backup.File;
}

/** Why a backup was made. */
export function reasonOf({ Reason }: Backup): string {
  const known = Reason === null ? undefined : REASONS[Reason];
  return known === undefined ? (Reason ?? "") : t(known);
}

/** What is in a backup, as far as it is known. */
export function holds({ Contacts, Bytes }: Backup): string {
  const size = formatSize(Bytes);
  return Contacts === null ? size : t("backup.holds", { contacts: contacts(Contacts), size });
}

/** What the book would lose by a restore, and where it stays. */
export function beyond({ Newer }: KeptBackup): string {
  if (Newer === null) return t("restore.otherPast");
  return Newer === 0 ? t("restore.nothingNewer") : t("restore.newer", { count: Newer });
}

/** So many contacts. */
export function contacts(total: number): string {
  return t("list.count", { total });
}
