import "../i18n/fields";
import { displayValue } from "../form/display";
import { isObject, toText } from "../form/values";
import { type MessageKey, t } from "../i18n";
import type { JsonValue, SchemaDifference } from "../ipc/types";

type Label = (field: string) => string;

/** What the keys of a layout, its groups and its views are called. */
const KEYS: Record<string, MessageKey> = {
  ListColumns: "layoutKey.ListColumns",
  SearchFields: "layoutKey.SearchFields",
  Title: "layoutKey.Title",
  Subtitle: "layoutKey.Subtitle",
  Composed: "layoutKey.Composed",
  Groups: "layoutKey.Groups",
  Views: "layoutKey.Views",
  SavedViews: "layoutKey.Views",
  Label: "layoutKey.Label",
  Fields: "layoutKey.Fields",
  Search: "layoutKey.Search",
  Filters: "layoutKey.Filters",
  Sort: "layoutKey.Sort",
  Columns: "layoutKey.Columns",
};

/** Whether a difference is one of the layout: it says nothing about what may be stored. */
export function isOfLayout({ Part }: SchemaDifference): boolean {
  return Part === "Layout" || Part === "Group" || Part === "View";
}

/** The keys of a difference of a layout that say something; of a new part its heading says itself. */
export function tellingLayoutKeys({ Kind, Keys }: SchemaDifference): SchemaDifference["Keys"] {
  if (Kind === "Deleted") return [];
  const says = ({ Key, New }: SchemaDifference["Keys"][number]): boolean =>
    Key !== "Label" && !(Array.isArray(New) && New.length === 0) && New !== "";
  return Kind === "Added" ? Keys.filter(says) : Keys;
}

/** A key of a layout as a person reads it. */
export function layoutKeyLabel(key: string): string {
  const message = KEYS[key];
  return message === undefined ? key : t(message);
}

/** A value of a layout as a person reads it: fields by their labels, one after the other. */
export function layoutKeyValue(value: JsonValue, label: Label): string {
  if (Array.isArray(value)) return value.map((item) => itemText(item, label)).join(", ") || t("value.none");
  return displayValue(undefined, value) || t("value.none");
}

/** A field, a filter, a sort key, or a field that follows others. */
function itemText(item: JsonValue, label: Label): string {
  if (!isObject(item)) return label(toText(item));
  const field = label(toText(item["Field"]));
  if (Array.isArray(item["Values"]))
    return t("layoutKey.filter", { field, values: valuesText(item["Values"]) });
  if (Array.isArray(item["Of"]))
    return t("layoutKey.follows", { field, of: item["Of"].map((name) => label(toText(name))).join(" + ") });
  return item["Descending"] === true ? t("layoutKey.descending", { field }) : field;
}

function valuesText(values: readonly JsonValue[]): string {
  return values.map((value) => displayValue(undefined, value) || t("value.none")).join(" / ");
}
