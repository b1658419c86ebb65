import { formatDate, formatDateTime } from "../i18n/dates";
import { t } from "../i18n";
import type { FieldMetadata, JsonValue } from "../ipc/types";
import { parseDate } from "./calendar";
import { exactText } from "./exact";
import { isObject, toNumberText, toText } from "./values";

/** A value as a person reads it, in a list, a header or the history. Nothing set reads as an empty text. */
export function displayValue(field: FieldMetadata | undefined, value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return textValue(field, value);
  if (typeof value === "number" || exactText(value) !== null) return toNumberText(value);
  if (typeof value === "boolean") return yesNo(value);
  if (Array.isArray(value)) return value.map((item) => displayValue(undefined, item)).join(", ");
  return isObject(value) ? objectText(value) : toText(value);
}

/** A text, one of a day or a moment by the locale; one that is no such thing stays as it is. */
function textValue(field: FieldMetadata | undefined, value: string): string {
  if (field?.Format === "true-false" && (value === "true" || value === "false"))
    return yesNo(value === "true");
  const isTime = field?.DataType === "DateTime" || field?.Format === "date-or-date-time";
  if (field?.DataType !== "Date" && !isTime) return value;
  const day = value.length === DAY_LENGTH ? parseDate(value) : null;
  if (day !== null) return formatDate(day);
  return isTime ? formatDateTime(value) : value;
}

/** `yyyy-MM-dd`, and nothing after it. */
const DAY_LENGTH = 10;

/** The first of the fields that has something to show. */
export function firstValue(names: readonly string[], read: (name: string) => string): string {
  for (const name of names) {
    const text = read(name);
    if (text !== "") return text;
  }
  return "";
}

/** Up to two letters that stand for a name; letters of any script, and none when there are none. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu) ?? [];
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

/** A hue that stays the same for a key: FNV-1a, so that neighbours differ. */
export function hueOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) {
    hash ^= key.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % 360;
}

function yesNo(value: boolean): string {
  return value ? t("value.yes") : t("value.no");
}

function objectText(value: { [key: string]: JsonValue }): string {
  return toText(value["Name"]) || toText(value["Id"]) || toText(value);
}

/** The fields by their names. */
export function fieldsByName(fields: readonly FieldMetadata[]): ReadonlyMap<string, FieldMetadata> {
  return new Map(fields.map((field) => [field.FieldName, field]));
}

/** Gives the label of each field by its name; what is no field keeps its name. */
export function labelsOf(fields: readonly FieldMetadata[]): (name: string) => string {
  const labels = new Map(fields.map((field) => [field.FieldName, field.DisplayName]));
  return (name) => labels.get(name) ?? name;
}
