import { isObject } from "../form/values";
import type { Answer, SchemaIssue, SchemaRefusal } from "../ipc/types";

/** The issues of a refused change of the schema, each with its place; those of any other refusal have none. */
export function issuesOf(answer: Answer): SchemaIssue[] {
  const data = answer.Data;
  if (isObject(data) && Array.isArray(data["Issues"])) {
    return (data as unknown as SchemaRefusal).Issues;
  }
  return (answer.Errors ?? []).map(({ Message, Field }) => ({
    Place: "",
    Message,
    ...(Field !== undefined && { Field }),
  }));
}

/** The key an issue is about: the last part of its place, without its number. */
export function keyOf(issue: SchemaIssue): string {
  return (
    issue.Place.split(".")
      .at(-1)
      ?.replace(/\[\d+\]$/, "") ?? ""
  );
}

/** The number of the picklist's entry an issue is about; null where it is about no entry. */
export function entryOf(issue: SchemaIssue): number | null {
  const found = /PicklistEntries\[(\d+)\]/.exec(issue.Place);
  return found === null ? null : Number(found[1]);
}

/** The number of the field an issue is about, in the schema's order; null where its place names none. */
export function fieldOf(issue: SchemaIssue): number | null {
  const found = /^FieldMetadata\[(\d+)\]/.exec(issue.Place);
  return found === null ? null : Number(found[1]);
}
