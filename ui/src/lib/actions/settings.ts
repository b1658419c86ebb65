import { MAX_WIDTH, MIN_WIDTH, type Widths } from "../grid/columns";
import { type Language, LANGUAGES } from "../i18n";
import { ZOOMS } from "./zoom";

/** What the window remembers of how the person likes it. Nothing of the book is kept here. */
export type Settings = {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
  language: "system" | Language;
  /** The size of everything shown, as a multiple of the system's own. */
  zoom: number;
  viewsShown: boolean;
  viewsWidth: number;
  listWidth: number;
  /** Widths the person gave columns of the list, by field. */
  columnWidths: Widths;
  /** What was called up by name last, the latest first. */
  recentActions: readonly string[];
};

/** How the window is before anybody has changed it. */
export const DEFAULTS: Settings = {
  theme: "system",
  density: "comfortable",
  language: "system",
  zoom: 1,
  viewsShown: true,
  viewsWidth: 188,
  listWidth: 468,
  columnWidths: {},
  recentActions: [],
};

const LANGUAGE_NAMES = Object.keys(LANGUAGES) as Language[];
const STORE_KEY = "kith.settings";

/** The remembered settings; what is missing or damaged is as in the beginning. */
export function loadSettings(store: Pick<Storage, "getItem"> = localStorage): Settings {
  try {
    const kept: unknown = JSON.parse(store.getItem(STORE_KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? merge(kept as Record<string, unknown>) : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

/** Remembers the settings. A store that is full or forbidden costs the memory, not the work. */
export function saveSettings(settings: Settings, store: Pick<Storage, "setItem"> = localStorage): void {
  try {
    store.setItem(STORE_KEY, JSON.stringify(settings));
  } catch {
    return;
  }
}

function merge(kept: Record<string, unknown>): Settings {
  return {
    theme: oneOf(kept["theme"], ["system", "light", "dark"], DEFAULTS.theme),
    density: oneOf(kept["density"], ["comfortable", "compact"], DEFAULTS.density),
    language: oneOf(kept["language"], ["system", ...LANGUAGE_NAMES], DEFAULTS.language),
    zoom: ZOOMS.find((size) => size === kept["zoom"]) ?? DEFAULTS.zoom,
    viewsShown: typeof kept["viewsShown"] === "boolean" ? kept["viewsShown"] : DEFAULTS.viewsShown,
    viewsWidth: width(kept["viewsWidth"], DEFAULTS.viewsWidth),
    listWidth: width(kept["listWidth"], DEFAULTS.listWidth),
    columnWidths: widths(kept["columnWidths"]),
    recentActions: texts(kept["recentActions"]),
  };
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((item) => item === value) ?? otherwise;
}

function width(value: unknown, otherwise: number): number {
  return typeof value === "number" && value >= 120 && value <= 2000 ? value : otherwise;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}

/** The widths that are some; fields that are no more are few and cost nothing. */
function widths(value: unknown): Widths {
  if (typeof value !== "object" || value === null) return {};
  const isWidth = (width: unknown): boolean =>
    typeof width === "number" && width >= MIN_WIDTH && width <= MAX_WIDTH;
  return Object.fromEntries(Object.entries(value).filter(([, width]) => isWidth(width))) as Widths;
}
