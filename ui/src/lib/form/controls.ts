import type { FieldMetadata } from "../ipc/types";

/** The kinds of control the form can draw; `features/record` gives each its component. */
export type ControlKind =
  | "text"
  | "longText"
  | "number"
  | "date"
  | "threeWay"
  | "checkbox"
  | "picklist"
  | "multiPicklist"
  | "reference"
  | "image"
  | "readOnly";

/** A bid for drawing a field: the highest rank wins, null does not bid. */
export type Tester = { kind: ControlKind; rank: (field: FieldMetadata) => number | null };

const NUMBERS = new Set(["Int", "Double", "Decimal", "Currency"]);
const REFERENCES = new Set(["Lookup", "Owner", "Reference"]);
/** What never comes from a person: Kith numbers it, or the CRM computes it. */
export const NOT_SENT: ReadonlySet<FieldMetadata["DataType"]> = new Set([
  "Complex",
  "ComplexArray",
  "Rollup",
  "Alias",
  "AutoNumber",
]);

/** The rank of a control chosen by data type, by format, and by what may not be written. */
const BY_TYPE = 10;
const BY_FORMAT = 20;
const BY_ACCESS = 100;

/** The shipped testers. A new kind of control is one more entry here and one more component. */
export const TESTERS: readonly Tester[] = [
  { kind: "text", rank: () => 0 },
  { kind: "longText", rank: (field) => bid(BY_TYPE, field.DataType === "LongString") },
  { kind: "longText", rank: (field) => bid(BY_TYPE, isLongText(field)) },
  { kind: "text", rank: (field) => bid(BY_FORMAT, field.DataType === "LongString" && !!field.Format) },
  { kind: "number", rank: (field) => bid(BY_TYPE, NUMBERS.has(field.DataType)) },
  { kind: "date", rank: (field) => bid(BY_TYPE, field.DataType === "Date" || field.DataType === "DateTime") },
  { kind: "date", rank: (field) => bid(BY_FORMAT + 1, field.Format === "date-or-date-time") },
  { kind: "threeWay", rank: (field) => bid(BY_FORMAT + 1, field.Format === "true-false") },
  { kind: "checkbox", rank: (field) => bid(BY_TYPE, field.DataType === "Boolean" && !field.IsNullable) },
  { kind: "threeWay", rank: (field) => bid(BY_TYPE, field.DataType === "Boolean" && field.IsNullable) },
  { kind: "picklist", rank: (field) => bid(BY_TYPE, field.DataType === "Picklist") },
  { kind: "multiPicklist", rank: (field) => bid(BY_TYPE, field.DataType === "MultiPicklist") },
  { kind: "reference", rank: (field) => bid(BY_TYPE, REFERENCES.has(field.DataType)) },
  { kind: "image", rank: (field) => bid(BY_TYPE, field.DataType === "Image") },
  { kind: "readOnly", rank: (field) => bid(BY_ACCESS, NOT_SENT.has(field.DataType)) },
  { kind: "readOnly", rank: (field) => bid(BY_ACCESS, field.WriteAccess === "None") },
];

/** The kind of control for a field. */
export function controlFor(field: FieldMetadata, testers: readonly Tester[] = TESTERS): ControlKind {
  let best: { kind: ControlKind; rank: number } = { kind: "text", rank: -1 };
  for (const tester of testers) {
    const rank = tester.rank(field);
    if (rank !== null && rank > best.rank) best = { kind: tester.kind, rank };
  }
  return best.kind;
}

/** Whether a field takes the form's whole width rather than one of its two columns. */
export function isWide(kind: ControlKind): boolean {
  return WIDE.has(kind);
}

const WIDE: ReadonlySet<ControlKind> = new Set(["longText", "reference", "multiPicklist", "image"]);

/** From this length on a text is worth several lines. */
const LONG = 1000;

/** A text without a format that may run over several lines. */
function isLongText(field: FieldMetadata): boolean {
  return field.DataType === "String" && field.Format === undefined && (field.Length ?? 0) >= LONG;
}

function bid(rank: number, applies: boolean): number | null {
  return applies ? rank : null;
}
