import { decimalSign } from "../i18n/dates";
import { t } from "../i18n";
import type { FieldMetadata, Issue, JsonValue } from "../ipc/types";
import { type ExactNumber, exactText, numberOf } from "./exact";

/** What parts groups of three digits and is never a decimal sign: spaces of all kinds, and apostrophes. */
const BLANK_GROUPS = /(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))/g;

/**
 * A number as it is typed here. Both the locale's decimal sign and the point are read, as the point is what JSON and the
 * CRM write. Groups of three are read where they can be nothing else: `1.234.567`, `1.234,50`. What could be a group and
 * could be decimals is no number, so that nobody's 1.234 becomes another's. Null where it is none.
 */
export function readNumber(text: string): number | ExactNumber | null {
  const typed = text
    .trim()
    .replace(/^\u2212/, "-")
    .replace(BLANK_GROUPS, "");
  if (isDoubtful(typed)) return null;
  const { decimal, group } = signs();
  const plain = isGrouped(typed) ? typed.replaceAll(group, "") : typed;
  return numberOf(plain.includes(".") ? plain : plain.replace(decimal, "."));
}

/** A number as it is shown and typed here: with the locale's decimal sign, without groups. */
export function numberText(value: number | ExactNumber): string {
  return (exactText(value) ?? String(value)).replace(".", signs().decimal);
}

/** What is said of a text that could be two numbers, where that is why a field does not take it. */
export function doubtOf(issue: Issue, field: FieldMetadata, value: JsonValue | undefined): string | null {
  if (issue.Code !== "InvalidType" || typeof value !== "string") return null;
  const text = value.trim();
  if (!NUMBERS.has(field.DataType) || !isDoubtful(text)) return null;
  const { decimal, group } = signs();
  return t("number.ambiguous", {
    text,
    decimal: text.replace(group, decimal),
    whole: text.replace(group, ""),
  });
}

const NUMBERS: ReadonlySet<string> = new Set(["Int", "Double", "Decimal", "Currency"]);

/** The decimal sign of the locale, and the sign that is one elsewhere and parts groups here. */
function signs(): { decimal: string; group: string } {
  const decimal = decimalSign();
  return { decimal, group: decimal === "." ? "," : "." };
}

/** One group sign with three digits after it: it may as well have been meant as a decimal sign. */
function isDoubtful(text: string): boolean {
  return new RegExp(`^-?[1-9]\\d{0,2}[${signs().group}]\\d{3}$`).test(text);
}

/** Several groups of three, or some with decimals after them. */
function isGrouped(text: string): boolean {
  const { decimal, group } = signs();
  const [g, d] = [`[${group}]`, `[${decimal}]`];
  return new RegExp(`^-?[1-9]\\d{0,2}(?:(?:${g}\\d{3})+${d}\\d+|(?:${g}\\d{3}){2,})$`).test(text);
}
