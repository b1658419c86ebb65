import type { MessageKey } from "../i18n";

/** What is done to the size of everything shown, whatever the window shows. */
export type ZoomId = "zoomIn" | "zoomOut" | "zoomReset";

/** What is done at an open book. */
export type DeskActionId =
  | "new"
  | "goTo"
  | "find"
  | "save"
  | "undo"
  | "redo"
  | "toggleViews"
  | "book"
  | "focusList"
  | "tabRecord"
  | "tabRequest"
  | "tabHistory"
  | "fields"
  | "shortcuts";

/** Everything a person can do by key. */
export type ActionId = DeskActionId | ZoomId;

/** An action: what it is called and how it is called up. */
export type Action = {
  id: ActionId;
  label: MessageKey;
  /** `Mod` is Ctrl, or Cmd on a Mac; `Plus` stands for the character that joins the others. */
  keys: readonly string[];
  /** In a text field the keys belong to the text, as those without `Mod` always do. */
  outsideText?: true;
};

/** The one list of actions with their shortcuts, in the order they are shown. */
export const ACTIONS: readonly Action[] = [
  { id: "find", label: "action.find", keys: ["Mod+F", "/"] },
  { id: "goTo", label: "action.goTo", keys: ["Mod+G"] },
  { id: "new", label: "action.new", keys: ["Mod+N"] },
  { id: "save", label: "action.save", keys: ["Mod+S"] },
  { id: "undo", label: "action.undo", keys: ["Mod+Z"], outsideText: true },
  { id: "redo", label: "action.redo", keys: ["Mod+Shift+Z", "Mod+Y"], outsideText: true },
  { id: "focusList", label: "action.focusList", keys: ["Mod+L"] },
  { id: "tabRecord", label: "action.tabRecord", keys: ["Mod+1"] },
  { id: "tabRequest", label: "action.tabRequest", keys: ["Mod+2"] },
  { id: "tabHistory", label: "action.tabHistory", keys: ["Mod+3"] },
  { id: "fields", label: "action.fields", keys: ["Mod+Shift+F"] },
  { id: "toggleViews", label: "action.toggleViews", keys: ["Mod+B"] },
  { id: "book", label: "action.book", keys: ["Mod+Shift+B"] },
  { id: "zoomIn", label: "action.zoomIn", keys: ["Mod+Plus", "Mod+=", "Mod+Shift+Plus"] },
  { id: "zoomOut", label: "action.zoomOut", keys: ["Mod+-"] },
  { id: "zoomReset", label: "action.zoomReset", keys: ["Mod+0"] },
  { id: "shortcuts", label: "action.shortcuts", keys: ["?"] },
];
