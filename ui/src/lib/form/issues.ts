import type { Answer, Issue, ObjectMetadata } from "../ipc/types";

/** The messages of one answer, sorted to where they are shown. */
export type Issues = {
  /** Each field's first error and its warnings. */
  byField: ReadonlyMap<string, { error: Issue | null; warnings: Issue[] }>;
  /** Errors that belong to no field of the form. */
  general: Issue[];
  /** Field errors, in the answer's order. */
  fieldErrors: Issue[];
};

/** No messages. */
export const NO_ISSUES: Issues = { byField: new Map(), general: [], fieldErrors: [] };

/** The code that says the record changed since it was read. */
const STALE = "StaleRecord";

/** What is said of the whole record by a banner of its own, whichever key it names. */
const OF_THE_RECORD: ReadonlySet<string> = new Set([STALE, "NotFound"]);

/** Sorts an answer's messages by field, and with them what needs attention in the record as it is stored. */
export function issuesOf(
  answer: Answer | null,
  schema: ObjectMetadata,
  faults: readonly Issue[] = [],
): Issues {
  if (answer === null && faults.length === 0) return NO_ISSUES;
  const known = new Set(schema.FieldMetadata.map((field) => field.FieldName));
  const byField = new Map<string, { error: Issue | null; warnings: Issue[] }>();
  const at = (field: string): { error: Issue | null; warnings: Issue[] } => {
    const entry = byField.get(field) ?? { error: null, warnings: [] };
    byField.set(field, entry);
    return entry;
  };
  const errors = (answer?.Errors ?? []).filter((issue) => !OF_THE_RECORD.has(issue.Code));
  const placed = errors.filter((issue) => issue.Field !== undefined && known.has(issue.Field));
  for (const issue of placed) at(issue.Field ?? "").error ??= issue;
  for (const issue of [...(answer?.Warnings ?? []), ...faults]) at(issue.Field ?? "").warnings.push(issue);
  return { byField, general: errors.filter((issue) => !placed.includes(issue)), fieldErrors: placed };
}

/** What stands in the way of a whole record, not of one field. */
export type Obstacle = "gone" | "forbidden" | "stale" | "internal";

/** The obstacle an answer tells of, if any. */
export function obstacleOf(answer: Answer | null): Obstacle | null {
  if (answer === null || answer.Success) return null;
  if (answer.StatusCode === "NotFound") return "gone";
  if (answer.StatusCode === "Forbidden") return "forbidden";
  if (answer.StatusCode === "InternalServerError") return "internal";
  return (answer.Errors ?? []).some((issue) => issue.Code === STALE) ? "stale" : null;
}
