import type { MessageKey } from "../../lib/i18n";
import { issueTextIn } from "../../lib/i18n/host";
import type { BulkEditReason, BulkEditReport, BulkEditVerdict, ObjectMetadata } from "../../lib/ipc/types";

/** What a contact comes to, in a word. */
export const VERDICTS: Readonly<Record<BulkEditVerdict, MessageKey>> = {
  changed: "bulk.changed",
  unchanged: "bulk.unchanged",
  refused: "bulk.refused",
};

/** How many contacts come to what. */
export function countsOf(report: BulkEditReport): { verdict: BulkEditVerdict; count: number }[] {
  return [
    { verdict: "changed", count: report.Changed },
    { verdict: "unchanged", count: report.Unchanged },
    { verdict: "refused", count: report.Refused },
  ];
}

/** Why contacts are refused, or what is doubtful about them, in the window's language. */
export function reasonText({ Code, Field, Message }: BulkEditReason, schema: ObjectMetadata): string {
  return issueTextIn({ Code, Message, ...(Field !== null && { Field }) }, schema);
}
