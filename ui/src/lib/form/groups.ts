import { t } from "../i18n";
import type { FieldMetadata, Layout, ObjectMetadata, RecordData } from "../ipc/types";
import { EXTERNAL_ID } from "./system";

/** A headed run of fields in the form. */
export type FormGroup = { name: string; label: string; fields: FieldMetadata[] };

/** Whether the desk may write the field at all; the rest are shown, never edited. */
export function isWritable(field: FieldMetadata): boolean {
  return field.WriteAccess !== "None";
}

/**
 * The form's groups, from the schema and its layout. Fields the layout does not place go to a group of custom fields,
 * before the groups nobody can write. Deprecated fields stay stored and unseen; empty groups are left out.
 */
export function formGroups(schema: ObjectMetadata, layout: Layout): FormGroup[] {
  const seen = new Map(schema.FieldMetadata.filter(isShown).map((field) => [field.FieldName, field]));
  const groups = layout.Groups.map((group) => ({
    name: group.Name,
    label: group.Label,
    fields: group.Fields.flatMap((name) => seen.get(name) ?? []),
  }));
  const placed = new Set(layout.Groups.flatMap((group) => group.Fields));
  const custom = {
    name: "custom",
    label: t("form.customFields"),
    fields: [...seen.values()].filter((field) => !placed.has(field.FieldName)),
  };
  const editable = groups.filter((group) => group.fields.some(isWritable));
  const system = groups.filter((group) => !group.fields.some(isWritable));
  return [...editable, custom, ...system].filter((group) => group.fields.length > 0);
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

function isShown(field: FieldMetadata): boolean {
  return !field.IsDeprecated && field.ReadAccess !== "None";
}
