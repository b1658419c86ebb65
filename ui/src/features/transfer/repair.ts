import type { JsonValue, RefusedPage, RefusedRow } from "../../lib/ipc/types";

/** A part of a refused row that can be mended: a cell, a field of a card, or a whole record. */
export type Part = { id: string; label: string; value: string; wrong: boolean; long: boolean };

/** The parts of a refused row, those that are wrong marked. */
export function partsOf(page: RefusedPage, row: RefusedRow, content: JsonValue): Part[] {
  const wrong = new Set(row.Issues.map((issue) => issue.Field));
  if (Array.isArray(content)) {
    const count = Math.max(content.length, page.Header.length);
    return Array.from({ length: count }, (_, at) => {
      const column = page.Header[at] ?? "";
      return {
        ...{ id: String(at), label: column === "" ? String(at + 1) : column, long: false },
        ...{
          value: textOf(content[at] ?? null),
          wrong: fieldsOf(page, column).some((field) => wrong.has(field)),
        },
      };
    });
  }
  if (typeof content === "object" && content !== null) {
    const fields = (content["Fields"] ?? {}) as Record<string, JsonValue>;
    return Object.entries(fields).map(([field, value]) => ({
      ...{
        id: field,
        label: field,
        value: typeof value === "string" ? value : JSON.stringify(value),
        wrong: wrong.has(field),
        long: false,
      },
    }));
  }
  return [{ id: "", label: "", value: textOf(content), wrong: true, long: true }];
}

/** A refused row with another value in one of its parts. */
export function withPart(content: JsonValue, id: string, value: string): JsonValue {
  if (Array.isArray(content)) {
    const cells = [...content];
    while (cells.length <= Number(id)) cells.push(null);
    return cells.map((cell, at) => (at === Number(id) ? (value === "" ? null : value) : cell));
  }
  if (typeof content === "object" && content !== null) {
    const fields = (content["Fields"] ?? {}) as Record<string, JsonValue>;
    const { [id]: held, ...others } = fields;
    // An emptied field is none; what was no text is read as what it was.
    const Fields =
      value === "" ? others : { ...fields, [id]: typeof held === "string" ? value : parsed(value) };
    return { ...content, Fields };
  }
  return value;
}

/** The fields that a column goes to. */
function fieldsOf(page: RefusedPage, column: string): string[] {
  const mapped = page.Mapping?.Columns.filter((each) => each.Column === column) ?? [];
  const split = { FullName: ["Name", "FirstName", "LastName", "Salutation"] } as Record<string, string[]>;
  return mapped.flatMap(({ Field, Split }) => [
    ...(Field === undefined ? [] : [Field.split(".")[0] ?? Field]),
    ...(Split === undefined ? [] : (split[Split] ?? [Split])),
  ]);
}

function textOf(cell: JsonValue): string {
  if (typeof cell === "string") return cell;
  if (cell === null || typeof cell === "number" || typeof cell === "boolean") return String(cell ?? "");
  // What a workbook says of a cell's kind: {"Date": "2026-01-02"}.
  return Object.values(cell).map(String).join("");
}

function parsed(value: string): JsonValue {
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}
