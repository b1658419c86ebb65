import { type ControlKind, controlFor } from "../../lib/form/controls";
import { isShown, isWritable } from "../../lib/form/groups";
import { isSystemField } from "../../lib/form/system";
import type { MessageKey } from "../../lib/i18n";
import type { Act, Assignment, FieldMetadata, JsonValue, ObjectMetadata } from "../../lib/ipc/types";

/** What can become of a field. */
export type ActName = "set" | "clear" | "replace" | "add" | "remove";

/** What becomes of one field, as far as the person has said it. */
export type Setting = {
  /** Tells settings apart while they are on the screen. */
  id: number;
  /** Empty until one is chosen. */
  field: string;
  act: ActName;
  value: JsonValue;
  find: string;
  with: string;
};

/** What can become of a field, in words. */
export const ACTS: Readonly<Record<ActName, MessageKey>> = {
  set: "bulk.actSet",
  clear: "bulk.actClear",
  replace: "bulk.actReplace",
  add: "bulk.actAdd",
  remove: "bulk.actRemove",
};

/** Controls of texts in which another can be replaced. */
const TEXTS: ReadonlySet<ControlKind> = new Set(["text", "longText", "picklist", "image"]);

/** A setting of no field yet. */
export function emptySetting(id: number): Setting {
  return { id, field: "", act: "set", value: null, find: "", with: "" };
}

/** The same for another field: nothing of what was said of the one before holds. */
export function settingOf(id: number, field: FieldMetadata): Setting {
  // A box that is not ticked says no.
  const value = controlFor(field) === "checkbox" ? false : null;
  return { ...emptySetting(id), field: field.FieldName, value };
}

/** The fields that can be set in many contacts: those that forms show and that Kith does not write itself. */
export function settable(schema: ObjectMetadata): FieldMetadata[] {
  return schema.FieldMetadata.filter(
    (field) => isShown(field) && isWritable(field) && !isSystemField(field.FieldName),
  );
}

/** What can become of a field. */
export function actsOf(field: FieldMetadata): ActName[] {
  const kind = controlFor(field);
  const acts: ActName[] = ["set"];
  if (field.IsNullable) acts.push("clear");
  if (TEXTS.has(kind)) acts.push("replace");
  if (kind === "multiPicklist") acts.push("add", "remove");
  return acts;
}

/** What a setting says; null while it does not say enough. */
export function assignmentOf({ field, act, value, find, with: to }: Setting): Assignment | null {
  const said = field === "" ? null : actOf(act, value, find, to);
  return said === null ? null : { field, act: said };
}

function actOf(act: ActName, value: JsonValue, find: string, to: string): Act | null {
  const choices = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  switch (act) {
    case "clear":
      return "clear";
    case "set":
      return value === null ? null : { set: value };
    case "replace":
      return find === "" ? null : { replace: { find, with: to } };
    case "add":
      return choices.length === 0 ? null : { add: choices };
    case "remove":
      return choices.length === 0 ? null : { remove: choices };
  }
}
