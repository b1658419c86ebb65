import { clampWidth } from "../../lib/grid/columns";

/** What is beside a text in a cell: its paddings, and a pixel for what was rounded off. */
const SIDES = 17;
/** What is before the text of the first column, beside the paddings. */
const PICTURE = 28;

/** The width that a column needs to show whole what is drawn of it. */
export function widestOf(grid: HTMLElement, column: number): number {
  const texts = [...grid.querySelectorAll(`[role="row"] > :nth-child(${column + 1}) .cut`)];
  const widest = Math.max(0, ...texts.map((text) => text.scrollWidth));
  return clampWidth(widest + SIDES + (column === 0 ? PICTURE : 0));
}
