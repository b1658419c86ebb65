/** The least width of the first column, which carries the picture and the title, and of every other. */
export const FIRST_MIN = 168;
export const OTHER_MIN = 116;

/** The columns that fit a width without crowding; the first is always there. */
export function fittingColumns(columns: readonly string[], width: number): string[] {
  const others = Math.max(0, Math.floor((width - FIRST_MIN) / OTHER_MIN));
  return columns.slice(0, 1 + others);
}

/** The grid template for that many columns. */
export function columnTemplate(count: number): string {
  return count <= 1 ? "minmax(0, 1fr)" : `minmax(0, 1.35fr) repeat(${count - 1}, minmax(0, 1fr))`;
}
