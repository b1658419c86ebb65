import type { JsonValue } from "../ipc/types";

/**
 * A number that JavaScript would round, or write otherwise than it is stored: its own text, as the host sends it. All
 * other numbers are plain ones. In JSON for the host it is a number again, digit for digit.
 */
export type ExactNumber = { $number: string };

/** A number as JSON writes it. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
/** What a text of JSON holds besides marks and words: texts and numbers. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/** An exact number as `JSON.stringify` writes it. Inside a text its quotes would be escaped, so that it is no other. */
const MARKED = /\{\s*"\$number":\s*"(-?\d[\d.eE+-]*)"\s*\}/g;

/** The text of an exact number; null of any other value. */
export function exactText(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("$number" in value)) return null;
  return typeof value.$number === "string" ? value.$number : null;
}

/** The value of a number's text, equal for equal numbers; null where the text is none. */
export function numberOf(text: string): number | ExactNumber | null {
  return NUMBER.test(text) ? valueOf(/[eE]/.test(text) ? text : withoutZeros(text)) : null;
}

/** JSON for the host, every number with all its digits. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(MARKED, "$1");
}

/** JSON read without losing a digit. */
export function fromJson(text: string): JsonValue {
  const marked = text.replace(TEXT_OR_NUMBER, (token) =>
    token.startsWith('"') ? token : JSON.stringify(valueOf(token)),
  );
  return JSON.parse(marked) as JsonValue;
}

/** Whether a text of JSON holds a number that JavaScript would write otherwise. */
export function hasExact(text: string): boolean {
  return (text.match(TEXT_OR_NUMBER) ?? []).some(
    (token) => !token.startsWith('"') && exactText(valueOf(token)) !== null,
  );
}

function valueOf(text: string): number | ExactNumber {
  const number = Number(text);
  return String(number) === text && !/e/i.test(text) ? number : { $number: text };
}

/** No zero at the end of the part after the point, and none with a sign. */
function withoutZeros(text: string): string {
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short === "-0" ? "0" : short;
}
