import { NOT_SENT } from "../form/controls";
import { sameValue } from "../form/values";
import type { DataType, FieldMetadata, JsonValue, PicklistMetadata, SchemaEdit } from "../ipc/types";

/** A field's metadata while a person edits it. */
export type FieldDraft = FieldMetadata;

/** A key of a field's metadata. */
export type FieldKey = keyof FieldMetadata;

/** The data types a person can choose, in the order they are offered. */
export const DATA_TYPES: readonly DataType[] = [
  "String",
  "LongString",
  "Int",
  "Decimal",
  "Currency",
  "Double",
  "Boolean",
  "Date",
  "DateTime",
  "Picklist",
  "MultiPicklist",
  "Lookup",
  "Owner",
  "Reference",
  "Identifier",
  "AutoNumber",
  "Image",
];

const TEXTS: ReadonlySet<DataType> = new Set(["String", "LongString", "Identifier"]);
const LISTS: ReadonlySet<DataType> = new Set(["Picklist", "MultiPicklist"]);
const DECIMALS: ReadonlySet<DataType> = new Set(["Decimal", "Currency"]);
const COMPUTED: ReadonlySet<DataType> = new Set(["Complex", "ComplexArray", "Rollup", "Alias"]);
const NOT_UNIQUE: ReadonlySet<DataType> = new Set([
  "Boolean",
  "MultiPicklist",
  "Lookup",
  "Owner",
  "Reference",
]);

const NO_LENGTH: ReadonlySet<DataType> = new Set([
  ...DECIMALS,
  ...COMPUTED,
  "Int",
  "Double",
  "Boolean",
  "Date",
  "DateTime",
]);

/** Which keys say something about a field only for some data types. */
const APPLIES: Partial<Record<FieldKey, (type: DataType) => boolean>> = {
  Length: (type) => !NO_LENGTH.has(type),
  Precision: (type) => DECIMALS.has(type),
  Scale: (type) => DECIMALS.has(type),
  Format: (type) => TEXTS.has(type),
  Enforcement: (type) => TEXTS.has(type) || LISTS.has(type),
  PicklistName: (type) => LISTS.has(type),
  LookupObjectName: (type) => type === "Lookup" || type === "Reference",
  AutoNumberPrefix: (type) => type === "AutoNumber",
  AutoNumberInitialSeed: (type) => type === "AutoNumber",
  DefaultValue: (type) => !NOT_SENT.has(type),
  IsRequired: (type) => !NOT_SENT.has(type),
  IsNullable: (type) => !NOT_SENT.has(type),
  IsUnique: (type) => !NOT_UNIQUE.has(type) && !COMPUTED.has(type),
};

/** The keys of a field that may be changed once it is there; of one that Kith writes itself only the first three. */
const CHANGEABLE: readonly FieldKey[] = [
  "DisplayName",
  "Description",
  "IsSortable",
  "DefaultValue",
  "IsUnique",
  "IsRequired",
  "Length",
  "Precision",
  "Scale",
  "IsNullable",
  "ReadAccess",
  "WriteAccess",
  "Format",
  "Enforcement",
];
const OF_THE_SYSTEM = 3;

/** The keys of a field that a person edits. */
export function editableKeys(field: FieldDraft, isNew: boolean, isSystem: boolean): ReadonlySet<FieldKey> {
  const isOf = (key: FieldKey): boolean => APPLIES[key]?.(field.DataType) ?? true;
  const changeable = isSystem ? CHANGEABLE.slice(0, OF_THE_SYSTEM) : CHANGEABLE;
  const ofNew: readonly FieldKey[] = [
    "FieldName",
    "DataType",
    "PicklistName",
    "LookupObjectName",
    "AutoNumberPrefix",
    "AutoNumberInitialSeed",
  ];
  return new Set((isNew ? [...ofNew, ...changeable] : changeable).filter(isOf));
}

/** A new field, before a person says what it is. */
export function newField(): FieldDraft {
  return {
    FieldName: "",
    DisplayName: "",
    DataType: "String",
    Length: 255,
    IsRequired: false,
    IsNullable: true,
    IsUnique: false,
    IsIndexField: false,
    IsSortable: true,
    IsDeprecated: false,
    IsProtected: false,
    ReadAccess: "All",
    WriteAccess: "All",
  };
}

/** The draft as a field of another type: what does not belong to that type is let go, its limits are the usual ones. */
export function withType(field: FieldDraft, DataType: DataType): FieldDraft {
  const { DisplayName, FieldName, Description, IsRequired } = field;
  const usual: Partial<FieldDraft> = DECIMALS.has(DataType)
    ? { Precision: 18, Scale: 2 }
    : ({ String: { Length: 255 }, LongString: { Length: 4000 } }[DataType as "String" | "LongString"] ?? {});
  const { Length: _, ...blank } = newField();
  const kept = { ...blank, FieldName, DisplayName, DataType, IsRequired, ...usual };
  return cleared(Description === undefined ? kept : { ...kept, Description });
}

/** The draft with one key changed; undefined and null take the key away. */
export function withKey(field: FieldDraft, key: FieldKey, value: JsonValue | undefined): FieldDraft {
  const rest = Object.entries(field).filter(([name]) => name !== key);
  const entries = value === undefined || value === null ? rest : [...rest, [key, value]];
  return Object.fromEntries(entries) as FieldDraft;
}

/** A name proposed from a label: its words, run together. */
export function nameFrom(label: string): string {
  return label
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9_]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("")
    .slice(0, 58);
}

/** The edits that make `after` of `before`; no field before is a new one. The picklist comes first: the field names it. */
export function editsOf(
  before: FieldDraft | null,
  after: FieldDraft,
  picklist: PicklistMetadata | null = null,
): SchemaEdit[] {
  const lists: SchemaEdit[] = picklist === null ? [] : [{ PutPicklist: { Picklist: inOrder(picklist) } }];
  if (before === null) return [...lists, { AddField: { Field: cleared(after) } }];
  const [old, now] = [before, after] as unknown as Record<FieldKey, JsonValue | undefined>[];
  const changed = CHANGEABLE.filter((key) => !sameValue(old?.[key] ?? null, now?.[key] ?? null));
  if (changed.length === 0) return lists;
  const Changes = Object.fromEntries(changed.map((key) => [key, now?.[key] ?? null]));
  return [...lists, { UpdateField: { Name: before.FieldName, Changes } }];
}

/** A picklist whose entries are numbered as they stand. */
export function inOrder(list: PicklistMetadata): PicklistMetadata {
  const PicklistEntries = list.PicklistEntries.map((entry, at) => ({
    ...entry,
    DisplayText: entry.DisplayText || entry.Value,
    Sequence: at + 1,
  }));
  return { ...list, PicklistEntries };
}

/** Without the keys that say nothing for its data type. */
function cleared(field: FieldDraft): FieldDraft {
  const isOf = (key: string): boolean => APPLIES[key as FieldKey]?.(field.DataType) ?? true;
  const flags = { IsRequired: false, IsNullable: true, IsUnique: false };
  const rest = Object.entries(field).filter(([key]) => isOf(key));
  return { ...flags, ...Object.fromEntries(rest) } as FieldDraft;
}
