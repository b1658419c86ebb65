import { isWritable } from "../../lib/form/groups";
import { EXTERNAL_ID, ID } from "../../lib/form/system";
import { type MessageKey, t } from "../../lib/i18n";
import type { ColumnMapping, FieldMetadata, Join, Mapping, ObjectMetadata, Split } from "../../lib/ipc/types";

/** What can be taken apart into several fields. */
const SPLITS: readonly { split: Split; label: MessageKey }[] = [
  { split: "FullName", label: "mapping.split.FullName" },
  { split: "MailingAddress", label: "mapping.split.MailingAddress" },
  { split: "OtherAddress", label: "mapping.split.OtherAddress" },
];

/** Where a column can go. */
export type Target = { id: string; label: string; kind: "out" | "keep" | "split" | "field"; field?: string };

const LOOKUPS: ReadonlySet<string> = new Set(["Lookup", "Owner", "Reference"]);
const NUMBERS: ReadonlySet<string> = new Set(["Int", "Double", "Decimal", "Currency"]);
const DATES: ReadonlySet<string> = new Set(["Date", "DateTime"]);

/** Everything a column can become, what is not a field first. */
export function targetsOf(schema: ObjectMetadata): Target[] {
  const fields = schema.FieldMetadata.filter(isTaken).flatMap((field): Target[] => {
    const { FieldName: name, DisplayName: label } = field;
    const whole: Target = { id: `field:${name}`, label, kind: "field", field: name };
    if (!LOOKUPS.has(field.DataType)) return [whole];
    const part = (of: string): Target => ({
      ...whole,
      id: `field:${name}.${of}`,
      label: `${label} · ${of}`,
      field: `${name}.${of}`,
    });
    return [whole, part("Name"), part("Id")];
  });
  return [
    { id: "out", label: t("mapping.out"), kind: "out" },
    { id: "keep", label: t("mapping.keep"), kind: "keep" },
    ...SPLITS.map(({ split, label }): Target => ({ id: `split:${split}`, label: t(label), kind: "split" })),
    ...fields,
  ];
}

function isTaken(field: FieldMetadata): boolean {
  const isKey = field.FieldName === ID || field.FieldName === EXTERNAL_ID;
  return isKey || (!field.IsDeprecated && isWritable(field));
}

/** Which target a mapping has for a column. */
export function targetIdOf(mapping: Mapping, column: string): string {
  const mapped = mapping.Columns.find((each) => each.Column === column);
  if (mapped === undefined) return "out";
  if (mapped.Field !== undefined) return `field:${mapped.Field}`;
  if (mapped.Split !== undefined) return `split:${mapped.Split}`;
  return mapped.Keep === true ? "keep" : "out";
}

/** The mapping with another target for a column; how its cells are read begins anew. */
export function withTarget(mapping: Mapping, column: string, target: Target): Mapping {
  const mapped: ColumnMapping | null =
    target.kind === "out"
      ? null
      : {
          Column: column,
          ...(target.field !== undefined && { Field: target.field }),
          ...(target.kind === "split" && { Split: target.id.slice("split:".length) as Split }),
          ...(target.kind === "keep" && { Keep: true }),
        };
  const others = mapping.Columns.filter((each) => each.Column !== column);
  return { ...mapping, Columns: mapped === null ? others : [...others, mapped] };
}

/** The mapping with one setting of a column changed; undefined takes it away. */
export function withSetting<K extends "DateFormat" | "DecimalComma" | "Blank">(
  mapping: Mapping,
  column: string,
  key: K,
  value: ColumnMapping[K] | undefined,
): Mapping {
  const Columns = mapping.Columns.map((each) => {
    if (each.Column !== column) return each;
    const { [key]: _, ...rest } = each;
    return (value === undefined ? rest : { ...rest, [key]: value }) as ColumnMapping;
  });
  return { ...mapping, Columns };
}

/** The mapping with another join at a place, or without it for null. */
export function withJoin(mapping: Mapping, at: number, part: Partial<Join> | null): Mapping {
  const joins = mapping.Joins ?? [];
  const before = joins[at] ?? { Field: "", Columns: [], With: " " };
  const Joins =
    part === null
      ? joins.filter((_, index) => index !== at)
      : [...joins.slice(0, at), { ...before, ...part }, ...joins.slice(at + 1)];
  return { ...mapping, Joins };
}

/** What else there is to say of a column's cells: how dates are written, or numbers. */
export function askedOf(schema: ObjectMetadata, mapped: ColumnMapping | undefined): "date" | "number" | null {
  const field = schema.FieldMetadata.find((each) => each.FieldName === mapped?.Field);
  if (field === undefined) return null;
  return DATES.has(field.DataType) ? "date" : NUMBERS.has(field.DataType) ? "number" : null;
}

/** How the header differs from the one a mapping was made for; null where it does not. */
export function driftOf(
  mapping: Mapping,
  header: readonly string[],
): { gone: string[]; added: string[] } | null {
  const made = mapping.Header ?? [];
  if (made.length === 0) return null;
  const gone = made.filter((name) => !header.includes(name));
  const added = header.filter((name) => !made.includes(name));
  return gone.length + added.length === 0 ? null : { gone, added };
}

/** A mapping kept under a name, as far as the file has its columns: the host refuses one that names others. */
export function fitted(mapping: Mapping, header: readonly string[]): Mapping {
  const has = (column: string): boolean => header.includes(column);
  const { Joins, ...rest } = mapping;
  const joins = (Joins ?? []).filter((join) => join.Columns.every(has));
  return {
    ...rest,
    ...(joins.length > 0 && { Joins: joins }),
    Columns: mapping.Columns.filter(
      (each) => has(each.Column) && (each.Label === undefined || has(each.Label)),
    ),
    Header: [...header],
  };
}
