import type { FieldMetadata, JsonValue, Layout, ObjectMetadata } from "../../ipc/types";
import { shipped, type ShippedKey } from "./en-host";

/** The keys of what is shipped in English. */
export type LabelKey = ShippedKey;

type Labels = Readonly<Record<LabelKey, string>>;

/** A schema with its shipped labels and help in a language. What a person wrote themselves stays. */
export function schemaIn(labels: Labels, schema: ObjectMetadata): ObjectMetadata {
  return {
    ...schema,
    DisplayName: shown(labels, `object.${schema.Name}`, schema.DisplayName),
    FieldMetadata: schema.FieldMetadata.map((field) => fieldIn(labels, field)),
  };
}

/** A layout with its shipped headings and views in a language. */
export function layoutIn(labels: Labels, layout: Layout): Layout {
  return {
    ...layout,
    Groups: layout.Groups.map((group) => ({
      ...group,
      Label: shown(labels, `group.${group.Name}`, group.Label),
    })),
    Views: layout.Views.map((view) => ({ ...view, Label: shown(labels, `view.${view.Name}`, view.Label) })),
  };
}

/** Parts of a layout as they are stored: a heading that is as shown in a language is the shipped one. */
export function storedLayout(labels: Labels, changes: Record<string, JsonValue>): Record<string, JsonValue> {
  const groups = changes["Groups"];
  if (!Array.isArray(groups)) return changes;
  const Groups = (groups as unknown as Layout["Groups"]).map((group) => {
    const key = `group.${group.Name}`;
    return isShipped(key) && group.Label === labels[key] ? { ...group, Label: shipped[key] } : group;
  });
  return { ...changes, Groups: Groups as unknown as JsonValue };
}

function fieldIn(labels: Labels, field: FieldMetadata): FieldMetadata {
  const DisplayName = shown(labels, `field.${field.FieldName}`, field.DisplayName);
  if (field.Description === undefined) return { ...field, DisplayName };
  return { ...field, DisplayName, Description: shown(labels, `help.${field.FieldName}`, field.Description) };
}

/** A text in a language where it is the shipped one, else as it is. */
function shown(labels: Labels, key: string, text: string): string {
  return isShipped(key) && shipped[key] === text ? labels[key] : text;
}

function isShipped(key: string): key is LabelKey {
  return Object.hasOwn(shipped, key);
}
