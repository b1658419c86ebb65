import type { JsonValue } from "../ipc/types";
import { exactText, toJson } from "./exact";
import { numberText, readNumber } from "./numbers";

/** Whether two values are the same JSON: objects by their members in any order. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameList(a, b);
  if (isObject(a) && isObject(b)) return sameMembers(a, b);
  return false;
}

/** Whether a value is a JSON object. */
export function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as the text a person edits. */
export function toText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return typeof value === "object" ? (exactText(value) ?? toJson(value)) : String(value);
}

/** Edited text as a value: an emptied text clears the field. */
export function fromText(text: string): JsonValue {
  return text === "" ? null : text;
}

/** Edited text of a number field. What is not a number stays text, so that the check can say so. */
export function fromNumberText(text: string): JsonValue {
  return text.trim() === "" ? null : (readNumber(text) ?? text);
}

/** A value of a number field as the text a person edits: what is no number stays as it is. */
export function toNumberText(value: JsonValue | undefined): string {
  if (typeof value === "number") return numberText(value);
  const exact = exactText(value);
  return exact === null ? toText(value) : numberText({ $number: exact });
}

/** A reference's two members; anything else reads as an empty reference. */
export function referenceOf(value: JsonValue | undefined): { Id: string; Name: string } {
  if (!isObject(value)) return { Id: "", Name: toText(value) };
  return { Id: toText(value["Id"]), Name: toText(value["Name"]) };
}

/** A reference from its two edited texts; nothing in either clears the field. */
export function toReference(id: string, name: string): JsonValue {
  return id === "" && name === "" ? null : { Id: fromText(id), Name: fromText(name) };
}

function sameList(a: JsonValue[], b: JsonValue[]): boolean {
  return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
}

function sameMembers(a: { [key: string]: JsonValue }, b: { [key: string]: JsonValue }): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameValue(a[name], b[name]));
}
