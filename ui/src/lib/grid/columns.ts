import type { DataType, FieldMetadata } from "../ipc/types";

/** Widths that a person gave columns, by the name of their field. */
export type Widths = Readonly<Record<string, number>>;

/** The narrowest and the widest a column gets. */
export const MIN_WIDTH = 56;
export const MAX_WIDTH = 720;
/** How wide the first column is unless somebody says otherwise: it carries the picture and the title. */
const FIRST = 188;
/** How wide others are, by what they hold. */
const USUAL: Partial<Record<DataType, number>> = {
  Boolean: 88,
  Int: 92,
  Double: 104,
  Decimal: 104,
  Currency: 112,
  Date: 104,
  DateTime: 156,
  LongString: 220,
};
const OTHER = 132;
/** Less than this of a column tells nothing: the ones before it take the room. */
const SLIVER = 40;

/** The width of each column in a room. Those nobody gave a width share what is left over. */
export function columnWidths(
  columns: readonly string[],
  fields: ReadonlyMap<string, FieldMetadata>,
  own: Widths,
  room: number,
): number[] {
  const widths = columns.map((name, at) => clampWidth(own[name] ?? usual(fields.get(name), at)));
  const whole = wholeIn(widths, room);
  const isFree = (at: number): boolean => at < whole && own[columns[at] ?? ""] === undefined;
  const left = room - sum(widths.slice(0, whole));
  const free = sum(widths.filter((_, at) => isFree(at)));
  if (free === 0 || (whole < widths.length && left > SLIVER)) return widths;
  return widths.map((width, at) => (isFree(at) ? width + Math.floor((left * width) / free) : width));
}

/** How many columns are seen whole in a room. */
function wholeIn(widths: readonly number[], room: number): number {
  let [count, taken] = [0, 0];
  for (const width of widths) {
    taken += width;
    if (taken > room) break;
    count += 1;
  }
  return count;
}

/** The grid template of columns of those widths. */
export function columnTemplate(widths: readonly number[]): string {
  return widths.map((width) => `${width}px`).join(" ");
}

/** A width within what a column may have, in whole pixels. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH));
}

/** Columns with the one at `from` put at the place `to`. */
export function placed(columns: readonly string[], from: number, to: number): string[] {
  const name = columns[from];
  if (name === undefined) return [...columns];
  const others = columns.filter((_, at) => at !== from);
  others.splice(Math.min(Math.max(0, to), others.length), 0, name);
  return others;
}

/** Columns with one more, last, or one less; the last one stays. */
export function toggled(columns: readonly string[], name: string): string[] {
  if (!columns.includes(name)) return [...columns, name];
  return columns.length > 1 ? columns.filter((column) => column !== name) : [...columns];
}

/** The place a column is dropped at when it is let go at `x`, seen from the start of the first column. */
export function dropPlace(x: number, widths: readonly number[], from: number): number {
  let [place, start] = [0, 0];
  for (const [at, width] of widths.entries()) {
    if (at !== from && x > start + width / 2) place += 1;
    start += width;
  }
  return place;
}

/** The least move sideways that shows a column beside the first one, which always stays in sight. */
export function leftToShow(column: number, widths: readonly number[], left: number, room: number): number {
  if (column === 0) return left;
  const first = widths[0] ?? 0;
  const start = sum(widths.slice(0, column));
  const end = start + (widths[column] ?? 0);
  if (start - first < left) return start - first;
  return end > left + room ? Math.min(end - room, start - first) : left;
}

/** All of them together. */
export function sum(widths: readonly number[]): number {
  return widths.reduce((all, width) => all + width, 0);
}

function usual(field: FieldMetadata | undefined, at: number): number {
  if (at === 0) return FIRST;
  return (field && USUAL[field.DataType]) ?? OTHER;
}
