import type { Settings } from "../lib/actions/settings";

/** What the window shows. */
export type Shown = "contacts" | "fields" | "book" | "import" | "export" | "bulk" | "duplicates";

/** Below this width the list and the record share one place. */
const ALONE_BELOW = 640;
/** Below this width the views stay put away until they are asked for, and then lie over the list. */
const VIEWS_FROM = 1120;
/** What the record needs to be worked in, and the narrowest each other pane gets. */
const RECORD_MIN = 400;
const LIST_MIN = 260;
const VIEWS_MIN = 150;
const VIEWS_MAX = 320;

/** How the panes share the window. */
export type Panes = {
  alone: boolean;
  viewsFloat: boolean;
  viewsShown: boolean;
  views: { width: number; min: number; max: number };
  list: { width: number; min: number; max: number };
};

/** The panes' widths: the person's own, as far as the window has room for them. */
export function panesFor(windowWidth: number, settings: Settings, viewsAsked: boolean): Panes {
  const alone = windowWidth < ALONE_BELOW;
  const viewsFloat = windowWidth < VIEWS_FROM;
  const viewsWidth = clamp(settings.viewsWidth, VIEWS_MIN, VIEWS_MAX);
  const viewsShown = viewsFloat ? viewsAsked : settings.viewsShown;
  const taken = viewsFloat || !viewsShown ? 0 : viewsWidth;
  const max = Math.max(LIST_MIN, windowWidth - taken - RECORD_MIN);
  return {
    alone,
    viewsFloat,
    viewsShown,
    views: { width: viewsWidth, min: VIEWS_MIN, max: VIEWS_MAX },
    list: { width: clamp(settings.listWidth, LIST_MIN, max), min: LIST_MIN, max },
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
