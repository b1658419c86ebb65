import { labelsOf } from "./display";
import type { FieldMetadata, Layout, RecordData } from "../ipc/types";
import { toText } from "./values";

/** A field that is put together from others, as the layout says. */
export type Composition = Layout["Composed"][number];

/** The text a composed field has when it follows its parts. */
export function compose(rule: Composition, values: RecordData): string {
  return rule.Of.map((name) => toText(values[name]))
    .filter((part) => part !== "")
    .join(rule.Separator);
}

/**
 * The composed fields that follow an edit of `changed`, with their new text: those that said what their parts said
 * before it. On a record that exists, a field that was empty all along is left alone (`fromNothing` false).
 */
export function followers(
  rules: readonly Composition[],
  changed: string,
  before: RecordData,
  after: RecordData,
  fromNothing: boolean,
): { field: string; text: string }[] {
  return rules
    .filter((rule) => rule.Of.includes(changed))
    .filter((rule) => {
      const was = compose(rule, before);
      return toText(before[rule.Field]) === was && (was !== "" || fromNothing);
    })
    .map((rule) => ({ field: rule.Field, text: compose(rule, after) }));
}

/** The labels of the fields that `composed` follows. */
export function sourceLabels(
  rules: readonly Composition[],
  fields: readonly FieldMetadata[],
  composed: string,
): string[] {
  const parts = rules.find((rule) => rule.Field === composed)?.Of ?? [];
  return parts.map(labelsOf(fields));
}
