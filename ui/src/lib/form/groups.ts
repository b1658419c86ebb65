import { t } from "../i18n";
import type { FieldMetadata, Layout, ObjectMetadata, RecordData } from "../ipc/types";
import { NOT_SENT } from "./controls";
import { EXTERNAL_ID } from "./system";

/** A headed run of fields in the form. */
export type FormGroup = { name: string; label: string; fields: FieldMetadata[] };

/** Whether the desk may write the field at all; the rest are shown, never edited. */
export function isWritable(field: FieldMetadata): boolean {
  return field.WriteAccess !== "None" && !NOT_SENT.has(field.DataType);
}

/** The form's groups, in the layout's order, which has every shown field in one of them. Empty groups are left out. */
export function formGroups(schema: ObjectMetadata, layout: Layout): FormGroup[] {
  const seen = new Map(schema.FieldMetadata.filter(isShown).map((field) => [field.FieldName, field]));
  const groups = layout.Groups.map((group) => ({
    name: group.Name,
    label: group.Label,
    fields: group.Fields.flatMap((name) => seen.get(name) ?? []),
  }));
  return groups.filter((group) => group.fields.length > 0);
}

/** The groups of the form for a record that does not exist yet: its key first, and nothing that Kith writes itself. */
export function createGroups(schema: ObjectMetadata, layout: Layout): FormGroup[] {
  const key = schema.FieldMetadata.find((field) => field.FieldName === EXTERNAL_ID);
  const keyGroup = {
    name: "key",
    label: t("form.key"),
    fields: key === undefined ? [] : [{ ...key, WriteAccess: "All" as const }],
  };
  const editable = formGroups(schema, layout).filter((group) => group.fields.some(isWritable));
  return [keyGroup, ...editable].filter((group) => group.fields.length > 0);
}

/** The values a new record starts from. */
export function blankRecord(schema: ObjectMetadata): RecordData {
  return Object.fromEntries(
    schema.FieldMetadata.map((field) => [field.FieldName, field.DefaultValue ?? null]),
  );
}

/** Whether forms show the field. */
export function isShown(field: FieldMetadata): boolean {
  return !field.IsDeprecated && field.ReadAccess !== "None";
}
