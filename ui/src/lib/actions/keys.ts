import type { MessageKey } from "../i18n";
import { type ActionGroup, ACTIONS } from "./catalogue";

/** What keys do, as it is written for a person. */
export type KeyRow = { label: MessageKey; keys: readonly string[] };

/** Keys that belong together: those of one part of the window. */
export type KeySection = { title: MessageKey; rows: readonly KeyRow[] };

/** Every key there is, by the part of the window where it is one: first those that are keys everywhere. */
export function keySections(): KeySection[] {
  const groups: readonly [MessageKey, ActionGroup][] = [
    ["keys.contact", "contact"],
    ["keys.place", "place"],
    ["keys.window", "window"],
  ];
  return [...groups.map(([title, group]) => ({ title, rows: ofGroup(group) })), ...PARTS];
}

/** The actions of a group that have a shortcut, each with its first two. */
function ofGroup(group: ActionGroup): KeyRow[] {
  return ACTIONS.filter((action) => action.group === group && action.keys.length > 0).map(
    ({ label, keys }) => ({ label, keys: keys.slice(0, 2) }),
  );
}

/** The keys that belong to one part of the window. What is drawn reads them where it stands: change both together. */
const PARTS: readonly KeySection[] = [
  {
    title: "keys.list",
    rows: [
      { label: "keys.row", keys: ["ArrowUp", "ArrowDown"] },
      { label: "keys.cell", keys: ["ArrowLeft", "ArrowRight"] },
      { label: "keys.page", keys: ["PageUp", "PageDown"] },
      { label: "keys.ends", keys: ["Mod+Home", "Mod+End"] },
      { label: "keys.columnEnds", keys: ["Home", "End"] },
      { label: "keys.typeAhead", keys: ["A…Z"] },
      { label: "keys.open", keys: ["Enter"] },
      { label: "keys.select", keys: ["Space"] },
      { label: "keys.extend", keys: ["Shift+ArrowUp", "Shift+ArrowDown"] },
      { label: "keys.selectAll", keys: ["Mod+A"] },
      { label: "keys.selectNone", keys: ["Escape"] },
      { label: "keys.copy", keys: ["Mod+C"] },
    ],
  },
  {
    title: "keys.header",
    rows: [
      { label: "keys.toHeader", keys: ["Tab"] },
      { label: "keys.otherHeader", keys: ["ArrowLeft", "ArrowRight"] },
      { label: "keys.sort", keys: ["Enter"] },
      { label: "keys.sortAlso", keys: ["Shift+Enter"] },
      { label: "keys.moveColumn", keys: ["Alt+ArrowLeft", "Alt+ArrowRight"] },
      { label: "keys.sizeColumn", keys: ["Shift+ArrowLeft", "Shift+ArrowRight"] },
      { label: "keys.columnMenu", keys: ["Alt+ArrowDown", "ContextMenu"] },
    ],
  },
  {
    title: "keys.search",
    rows: [
      { label: "keys.searchDown", keys: ["ArrowDown", "Enter"] },
      { label: "keys.searchClear", keys: ["Escape"] },
      { label: "keys.filterRemove", keys: ["Delete"] },
    ],
  },
  {
    title: "keys.form",
    rows: [
      { label: "keys.nextField", keys: ["Tab", "Shift+Tab"] },
      { label: "keys.choices", keys: ["ArrowDown"] },
      { label: "keys.choose", keys: ["Enter"] },
      { label: "keys.threeWay", keys: ["ArrowLeft", "ArrowRight"] },
      { label: "keys.calendar", keys: ["Alt+ArrowDown"] },
      { label: "keys.day", keys: ["ArrowLeft", "ArrowRight"] },
      { label: "keys.week", keys: ["ArrowUp", "ArrowDown"] },
      { label: "keys.month", keys: ["PageUp", "PageDown"] },
      { label: "keys.year", keys: ["Shift+PageUp", "Shift+PageDown"] },
      { label: "keys.otherTab", keys: ["ArrowLeft", "ArrowRight"] },
    ],
  },
  {
    title: "keys.popups",
    rows: [
      { label: "keys.item", keys: ["ArrowUp", "ArrowDown"] },
      { label: "keys.itemEnds", keys: ["Home", "End"] },
      { label: "keys.itemTyped", keys: ["A…Z"] },
      { label: "keys.choose", keys: ["Enter"] },
      { label: "keys.dismiss", keys: ["Escape"] },
    ],
  },
  {
    title: "keys.order",
    rows: [
      { label: "keys.moveEntry", keys: ["Alt+ArrowUp", "Alt+ArrowDown"] },
      { label: "keys.splitter", keys: ["ArrowLeft", "ArrowRight"] },
    ],
  },
];
