import type { JsonValue, Mapping, ObjectMetadata } from "../types";
import { externalIdOf, person } from "./people";

/** A table somebody picked. */
export type FakeFile = { name: string; header: string[]; rows: string[][]; sheets?: string[] };

const text = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");

/** A table of 42 contacts: some are in the book, with another title; some are as they are; two cannot be taken. */
export function tableOfContacts(): FakeFile {
  const header = ["External ID", "First name", "Last name", "Email", "Title", "Birthday", "Favourite colour"];
  const rows = Array.from({ length: 42 }, (_, at) => {
    const known = at < 30;
    const of = person(known ? at : at + 5000);
    return [
      externalIdOf(known ? at : at + 5000),
      text(of["FirstName"]),
      text(of["LastName"]),
      at === 6 || at === 30 ? "no address" : text(of["Email"]),
      known && at < 12 ? "Head of Imports" : text(of["Title"]),
      at % 4 === 0 ? `0${1 + (at % 9)}/1${at % 9}/1980` : "",
      ["teal", "ochre", ""][at % 3] ?? "",
    ];
  });
  return { name: "fair-2026.csv", header, rows };
}

/** The field a header names, by name or label. */
export function suggest(header: readonly string[], schema: ObjectMetadata): Mapping {
  const fold = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const Columns = header.flatMap((Column) => {
    const found = schema.FieldMetadata.find(
      (field) => fold(field.FieldName) === fold(Column) || fold(field.DisplayName) === fold(Column),
    );
    return found === undefined ? [] : [{ Column, Field: found.FieldName }];
  });
  return { Columns, Blank: "Leave", Header: [...header] };
}

/** A row's fields, as a mapping takes them; a cell that is blank is left out, or clears. */
export function fieldsOf(
  header: readonly string[],
  cells: readonly string[],
  mapping: Mapping,
): Record<string, JsonValue> {
  const fields: Record<string, JsonValue> = {};
  for (const { Column, Field, DateFormat, Blank } of mapping.Columns) {
    const cell = cells[header.indexOf(Column)] ?? "";
    if (Field === undefined || (cell === "" && (Blank ?? mapping.Blank) === "Leave")) continue;
    fields[Field] = cell === "" ? null : (dated(cell, DateFormat) ?? cell);
  }
  for (const { Field, Value } of mapping.Constants ?? []) fields[Field] = Value;
  return fields;
}

/** A date written another way, as the book has it; null where it is none. */
function dated(cell: string, format: string | undefined): string | null {
  if (format === undefined) return null;
  const parts = format.match(/y+|M+|d+/g) ?? [];
  const numbers = cell.match(/\d+/g) ?? [];
  const part = (letter: string): string =>
    (numbers[parts.findIndex((name) => name.startsWith(letter))] ?? "").padStart(2, "0");
  return `${part("y")}-${part("M")}-${part("d")}`;
}
