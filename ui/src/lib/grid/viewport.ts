/** Browsers cap an element's height (some near 17 million pixels); past this the scroll bar is scaled instead. */
export const MAX_SPACER = 10_000_000;

/** The measures of a list of rows of one height. */
export type Measures = { total: number; rowHeight: number; height: number };

/** The height of the element that gives the scroll bar its length. */
export function spacerHeight(measures: Measures): number {
  return Math.min(measures.total * measures.rowHeight, MAX_SPACER);
}

/** Whether one pixel of the scroll bar stands for more than one pixel of rows. */
export function isScaled(measures: Measures): boolean {
  return measures.total * measures.rowHeight > MAX_SPACER;
}

/** The furthest the rows can be moved up. */
export function maxTop(measures: Measures): number {
  return Math.max(0, measures.total * measures.rowHeight - measures.height);
}

/** How far the rows are moved up when the scroll bar is at `scrollTop`. */
export function topOf(scrollTop: number, measures: Measures): number {
  const range = spacerHeight(measures) - measures.height;
  if (range <= 0) return 0;
  return clampTop((scrollTop / range) * maxTop(measures), measures);
}

/** Where the scroll bar stands when the rows are moved up by `top`. */
export function scrollTopOf(top: number, measures: Measures): number {
  const max = maxTop(measures);
  return max === 0 ? 0 : (clampTop(top, measures) / max) * (spacerHeight(measures) - measures.height);
}

/** `top` within what there is to scroll. */
export function clampTop(top: number, measures: Measures): number {
  return Math.min(Math.max(0, top), maxTop(measures));
}

/** The rows that are seen, `extra` more on either side; `last` is past the end. */
export function visibleRange(
  top: number,
  measures: Measures,
  extra: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.floor(top / measures.rowHeight) - extra);
  const last = Math.min(measures.total, Math.ceil((top + measures.height) / measures.rowHeight) + extra);
  return { first, last: Math.max(first, last) };
}

/** The least move that brings a row into view. */
export function topToShow(index: number, top: number, measures: Measures): number {
  const start = index * measures.rowHeight;
  if (start < top) return start;
  const end = start + measures.rowHeight;
  return end > top + measures.height ? clampTop(end - measures.height, measures) : top;
}

/** Rows in one page of the keyboard's Page Up and Page Down. */
export function pageRows(measures: Measures): number {
  return Math.max(1, Math.floor(measures.height / measures.rowHeight) - 1);
}
