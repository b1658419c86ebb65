/** The ways to write a date that are offered; any other can be typed. */
export const DATE_FORMATS = [
  "yyyy-MM-dd",
  "d.M.yyyy",
  "d/M/yyyy",
  "M/d/yyyy",
  "yyyy/M/d",
  "yyyyMMdd",
  "d-M-yyyy",
];

/** How dates are written, as far as the cells tell; `ambiguous` where day and month could be either. */
export type DateGuess = { format: string | null; ambiguous: boolean };

/** Looks at cells of a column. */
export function guessDates(cells: readonly string[]): DateGuess {
  const dates = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const all = (pattern: RegExp): boolean => dates.length > 0 && dates.every((cell) => pattern.test(cell));
  if (all(/^\d{1,2}\.\d{1,2}\.\d{4}$/)) return { format: "d.M.yyyy", ambiguous: false };
  if (all(/^\d{4}\/\d{1,2}\/\d{1,2}$/)) return { format: "yyyy/M/d", ambiguous: false };
  if (!all(/^\d{1,2}\/\d{1,2}\/\d{4}$/)) return { format: null, ambiguous: false };
  const numbers = dates.map((cell) => cell.split("/").map(Number));
  const dayFirst = numbers.some(([first = 0]) => first > 12);
  const monthFirst = numbers.some(([, second = 0]) => second > 12);
  if (dayFirst === monthFirst) return { format: null, ambiguous: !dayFirst };
  return { format: dayFirst ? "d/M/yyyy" : "M/d/yyyy", ambiguous: false };
}
