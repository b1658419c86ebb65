import type { MessageKey } from "../i18n";

/** Everything a person can do by key. */
export type ActionId =
  | "new"
  | "goTo"
  | "find"
  | "save"
  | "undo"
  | "redo"
  | "toggleViews"
  | "focusList"
  | "tabRecord"
  | "tabRequest"
  | "tabHistory"
  | "shortcuts";

/** An action: what it is called and how it is called up. */
export type Action = {
  id: ActionId;
  label: MessageKey;
  /** `Mod` is Ctrl, or Cmd on a Mac. */
  keys: readonly string[];
  /** In a text field the keys belong to the text. */
  outsideText?: true;
};

/** The one list of actions with their shortcuts, in the order they are shown. */
export const ACTIONS: readonly Action[] = [
  { id: "find", label: "action.find", keys: ["Mod+F"] },
  { id: "goTo", label: "action.goTo", keys: ["Mod+G"] },
  { id: "new", label: "action.new", keys: ["Mod+N"] },
  { id: "save", label: "action.save", keys: ["Mod+S"] },
  { id: "undo", label: "action.undo", keys: ["Mod+Z"], outsideText: true },
  { id: "redo", label: "action.redo", keys: ["Mod+Shift+Z", "Mod+Y"], outsideText: true },
  { id: "focusList", label: "action.focusList", keys: ["Mod+L"] },
  { id: "tabRecord", label: "action.tabRecord", keys: ["Mod+1"] },
  { id: "tabRequest", label: "action.tabRequest", keys: ["Mod+2"] },
  { id: "tabHistory", label: "action.tabHistory", keys: ["Mod+3"] },
  { id: "toggleViews", label: "action.toggleViews", keys: ["Mod+B"] },
  { id: "shortcuts", label: "action.shortcuts", keys: ["?"], outsideText: true },
];
