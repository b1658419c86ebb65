import type { FieldMetadata, JsonValue } from "../ipc/types";

/** Below this share of its length left, a field says how much is left. */
const NEAR = 0.1;
/** Short fields speak up this many characters before their end. */
const NEAR_AT_LEAST = 5;

/** Characters left in a text field, negative when over, or null while the limit is far. */
export function lengthLeft(field: FieldMetadata, value: JsonValue): number | null {
  if (field.Length === undefined || typeof value !== "string") return null;
  // A text of fewer code units than the margin cannot be near: most keystrokes end here, whatever the length.
  const margin = Math.max(NEAR_AT_LEAST, Math.ceil(field.Length * NEAR));
  if (value.length < field.Length - margin) return null;
  const left = field.Length - scalarCount(value);
  return left <= margin ? left : null;
}

/** The length of a text as the contract counts it: Unicode scalar values. */
export function scalarCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
