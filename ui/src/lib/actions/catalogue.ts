import type { MessageKey } from "../i18n";

/** What is done to the size of everything shown, whatever the window shows. */
export type ZoomId = "zoomIn" | "zoomOut" | "zoomReset";

/** What is done at an open book. */
export type DeskActionId =
  | "new"
  | "goTo"
  | "find"
  | "save"
  | "revert"
  | "delete"
  | "close"
  | "nextProblem"
  | "previousProblem"
  | "undo"
  | "redo"
  | "toggleViews"
  | "book"
  | "focusList"
  | "tabRecord"
  | "tabRequest"
  | "tabHistory"
  | "duplicates"
  | "fields"
  | "import"
  | "export"
  | "copyRows"
  | "clearFilters"
  | "density"
  | "themeSystem"
  | "themeLight"
  | "themeDark"
  | "palette"
  | "shortcuts";

/** Everything a person can do by key or by name. */
export type ActionId = DeskActionId | ZoomId;

/** What an action is about; they are shown together. */
export type ActionGroup = "contact" | "list" | "place" | "window";

/** An action: what it is called and how it is called up. */
export type Action = {
  id: ActionId;
  label: MessageKey;
  group: ActionGroup;
  /**
   * `Mod` is Ctrl, or Cmd on a Mac; `Plus` stands for the character that joins the others. None where it is called up
   * by its name alone.
   */
  keys: readonly string[];
  /** In a text field the keys belong to the text, as those that write a character always do. */
  outsideText?: true;
};

/** The one list of actions with their shortcuts, in the order they are shown. */
export const ACTIONS: readonly Action[] = [
  { id: "palette", label: "action.palette", group: "window", keys: ["Mod+K"] },
  { id: "find", label: "action.find", group: "place", keys: ["Mod+F", "/"] },
  { id: "goTo", label: "action.goTo", group: "place", keys: ["Mod+G"] },
  { id: "new", label: "action.new", group: "contact", keys: ["Mod+N"] },
  { id: "save", label: "action.save", group: "contact", keys: ["Mod+S"] },
  { id: "revert", label: "action.revert", group: "contact", keys: [] },
  { id: "undo", label: "action.undo", group: "contact", keys: ["Mod+Z"], outsideText: true },
  { id: "redo", label: "action.redo", group: "contact", keys: ["Mod+Shift+Z", "Mod+Y"], outsideText: true },
  { id: "nextProblem", label: "action.nextProblem", group: "contact", keys: ["F8"] },
  { id: "previousProblem", label: "action.previousProblem", group: "contact", keys: ["Shift+F8"] },
  { id: "tabRecord", label: "action.tabRecord", group: "contact", keys: ["Mod+1"] },
  { id: "tabRequest", label: "action.tabRequest", group: "contact", keys: ["Mod+2"] },
  { id: "tabHistory", label: "action.tabHistory", group: "contact", keys: ["Mod+3"] },
  { id: "close", label: "action.close", group: "contact", keys: [] },
  { id: "delete", label: "delete", group: "contact", keys: [] },
  { id: "focusList", label: "action.focusList", group: "place", keys: ["Mod+L"] },
  { id: "copyRows", label: "action.copyRows", group: "list", keys: [] },
  { id: "clearFilters", label: "filter.clearFilters", group: "list", keys: [] },
  { id: "import", label: "views.import", group: "place", keys: ["Mod+O"] },
  { id: "export", label: "views.export", group: "place", keys: ["Mod+E"] },
  { id: "duplicates", label: "views.duplicates", group: "place", keys: ["Mod+D"] },
  { id: "fields", label: "action.fields", group: "place", keys: ["Mod+Shift+F"] },
  { id: "book", label: "action.book", group: "place", keys: ["Mod+Shift+B"] },
  { id: "toggleViews", label: "action.toggleViews", group: "window", keys: ["Mod+B"] },
  { id: "density", label: "action.density", group: "window", keys: ["Mod+Shift+D"] },
  { id: "themeSystem", label: "action.themeSystem", group: "window", keys: [] },
  { id: "themeLight", label: "action.themeLight", group: "window", keys: [] },
  { id: "themeDark", label: "action.themeDark", group: "window", keys: [] },
  { id: "zoomIn", label: "action.zoomIn", group: "window", keys: ["Mod+Plus", "Mod+=", "Mod+Shift+Plus"] },
  { id: "zoomOut", label: "action.zoomOut", group: "window", keys: ["Mod+-"] },
  { id: "zoomReset", label: "action.zoomReset", group: "window", keys: ["Mod+0"] },
  { id: "shortcuts", label: "action.shortcuts", group: "window", keys: ["?"] },
];
