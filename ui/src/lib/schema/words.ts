import "../i18n/fields";
import { displayValue } from "../form/display";
import { isObject, toText } from "../form/values";
import { type MessageKey, t } from "../i18n";
import type { DataType, FieldMetadata, JsonValue, ObjectMetadata, SchemaDifference } from "../ipc/types";

type Named = { name: MessageKey; about: MessageKey };

/** What each data type is called, and a sentence about it. */
export const TYPES: Record<DataType, Named> = {
  String: { name: "type.String", about: "typeAbout.String" },
  LongString: { name: "type.LongString", about: "typeAbout.LongString" },
  Int: { name: "type.Int", about: "typeAbout.Int" },
  Double: { name: "type.Double", about: "typeAbout.Double" },
  Decimal: { name: "type.Decimal", about: "typeAbout.Decimal" },
  Currency: { name: "type.Currency", about: "typeAbout.Currency" },
  Boolean: { name: "type.Boolean", about: "typeAbout.Boolean" },
  Date: { name: "type.Date", about: "typeAbout.Date" },
  DateTime: { name: "type.DateTime", about: "typeAbout.DateTime" },
  AutoNumber: { name: "type.AutoNumber", about: "typeAbout.AutoNumber" },
  Identifier: { name: "type.Identifier", about: "typeAbout.Identifier" },
  Picklist: { name: "type.Picklist", about: "typeAbout.Picklist" },
  MultiPicklist: { name: "type.MultiPicklist", about: "typeAbout.MultiPicklist" },
  Lookup: { name: "type.Lookup", about: "typeAbout.Lookup" },
  Owner: { name: "type.Owner", about: "typeAbout.Owner" },
  Reference: { name: "type.Reference", about: "typeAbout.Reference" },
  Image: { name: "type.Image", about: "typeAbout.Image" },
  Complex: { name: "type.Complex", about: "typeAbout.computed" },
  ComplexArray: { name: "type.ComplexArray", about: "typeAbout.computed" },
  Rollup: { name: "type.Rollup", about: "typeAbout.computed" },
  Alias: { name: "type.Alias", about: "typeAbout.computed" },
};

/** What each format is called. */
export const FORMATS: Record<NonNullable<FieldMetadata["Format"]>, MessageKey> = {
  email: "format.email",
  url: "format.url",
  phone: "format.phone",
  "country-code": "format.countryCode",
  "true-false": "format.trueFalse",
  "date-or-date-time": "format.dateOrDateTime",
};

/** What the keys of a field's or a picklist's metadata are called. */
const KEYS: Record<string, MessageKey> = {
  FieldName: "fieldKey.FieldName",
  DisplayName: "fieldKey.DisplayName",
  Description: "fieldKey.Description",
  DataType: "fieldKey.DataType",
  DefaultValue: "fieldKey.DefaultValue",
  IsRequired: "fieldKey.IsRequired",
  IsNullable: "fieldKey.IsNullable",
  IsUnique: "fieldKey.IsUnique",
  IsSortable: "fieldKey.IsSortable",
  ReadAccess: "fieldKey.ReadAccess",
  WriteAccess: "fieldKey.WriteAccess",
  Length: "fieldKey.Length",
  Precision: "fieldKey.Precision",
  Scale: "fieldKey.Scale",
  PicklistName: "fieldKey.PicklistName",
  LookupObjectName: "fieldKey.LookupObjectName",
  AutoNumberPrefix: "fieldKey.AutoNumberPrefix",
  AutoNumberInitialSeed: "fieldKey.AutoNumberInitialSeed",
  Format: "fieldKey.Format",
  Enforcement: "fieldKey.Enforcement",
  AllowNonConfiguredPicklistEntries: "fieldKey.open",
};

/** A key of metadata as a person reads it; one that is not ours by its own name. */
export function keyLabel(key: string): string {
  if (key.startsWith(ENTRY)) return t("fieldKey.entry", { value: key.slice(ENTRY.length) });
  const message = KEYS[key];
  return message === undefined ? key : t(message);
}

/** A value of metadata as a person reads it. */
export function keyValue(key: string, value: JsonValue): string {
  if (value === null) return t("value.none");
  if (key === "DataType") return t(TYPES[value as DataType].name);
  if (key === "Format") return t(FORMATS[value as keyof typeof FORMATS]);
  if (key === "Enforcement") return t(value === "warn" ? "fields.warn" : "fields.reject");
  if (key === "ReadAccess" || key === "WriteAccess") return t(value === "All" ? "value.yes" : "value.no");
  if (key.startsWith(ENTRY)) return entryText(value);
  return displayValue(undefined, value) || t("value.none");
}

/** The keys of a difference that say something; of a new part those that are not as of any other. */
export function tellingKeys({ Kind, Keys }: SchemaDifference): SchemaDifference["Keys"] {
  if (Kind === "Deprecated" || Kind === "Undeprecated" || Kind === "Deleted") return [];
  if (Kind !== "Added") return Keys;
  return Keys.filter(({ Key, New }) => !SAID_BY_ALL.has(Key) && !isUsual(Key, New));
}

/** What a field takes, in a few words each. */
export function rulesOf(field: FieldMetadata, schema: ObjectMetadata): string[] {
  const list = schema.PicklistMetadata.find((entry) => entry.Name === field.PicklistName);
  const rules: (string | false | undefined)[] = [
    field.IsRequired && t("rule.required"),
    !field.IsNullable && t("rule.notNull"),
    field.IsUnique && t("rule.unique"),
    field.Length !== undefined && t("rule.length", { count: field.Length }),
    field.Precision !== undefined && t("rule.precision", { count: field.Precision }),
    field.Scale !== undefined && t("rule.scale", { count: field.Scale }),
    field.Format && t(FORMATS[field.Format]),
    list && t("rule.picklist", { count: list.PicklistEntries.length }),
    list?.AllowNonConfiguredPicklistEntries && t("rule.open"),
    field.Enforcement === "warn" && t("rule.warn"),
    field.DefaultValue !== undefined && t("rule.default", { value: displayValue(field, field.DefaultValue) }),
    field.WriteAccess === "None" && t("rule.readOnly"),
    field.ReadAccess === "None" && t("rule.hidden"),
  ];
  return rules.filter((rule) => typeof rule === "string");
}

/** What a part of a schema or a layout is called: a field by its label. */
export function partName({ Part, Name, Keys }: SchemaDifference, schema: ObjectMetadata): string {
  if (Part === "Object") return schema.DisplayName;
  if (Part === "Picklist") return t("difference.picklist", { name: Name });
  if (Part === "Layout") return t("difference.layout");
  if (Part === "Group") return t("difference.group", { name: Name });
  if (Part === "View") return t("difference.view", { name: Name });
  const label = Keys.find((key) => key.Key === "DisplayName")?.New;
  const known = schema.FieldMetadata.find((field) => field.FieldName === Name)?.DisplayName;
  return known ?? (toText(label) || Name);
}

const ENTRY = "Entry:";
const SAID_BY_ALL = new Set([
  "FieldName",
  "DisplayName",
  "Name",
  "IsIndexField",
  "IsProtected",
  "IsDeprecated",
]);

/** Whether a new field's key is as it is of most. */
function isUsual(key: string, value: JsonValue): boolean {
  if (key === "IsNullable" || key === "IsSortable") return value === true;
  return value === false || value === null || value === "All";
}

function entryText(value: JsonValue): string {
  if (!isObject(value)) return toText(value);
  const text = toText(value["DisplayText"]);
  return value["IsDeprecated"] === true ? t("fields.entryDeprecated", { text }) : text;
}
