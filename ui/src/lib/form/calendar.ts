/** A calendar date without time or zone. Months count from 1. */
export type CalendarDate = { year: number; month: number; day: number };

/** Reads `yyyy-MM-dd` at the start of a text; null when no real day is written there. */
export function parseDate(text: string): CalendarDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?=$|[Tt ])/.exec(text);
  if (match === null) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const real =
    date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= daysIn(date.year, date.month);
  return real ? date : null;
}

/** A date as `yyyy-MM-dd`. */
export function formatDate(date: CalendarDate): string {
  const pad = (value: number, width: number): string => String(value).padStart(width, "0");
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}

/** Today, on the person's own clock. */
export function today(now: Date): CalendarDate {
  return { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
}

/** A date some days later or, with a negative number, earlier. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromUtc(new Date(utc(date) + days * DAY_MS));
}

/** The same day some months on, or the last day of a shorter month. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const index = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return { year, month, day: Math.min(date.day, daysIn(year, month)) };
}

/** Six weeks that hold the month of `date`, each starting on `weekStart` (0 is Sunday). */
export function monthWeeks(date: CalendarDate, weekStart: number): CalendarDate[][] {
  const first = { ...date, day: 1 };
  const back = (new Date(utc(first)).getUTCDay() - weekStart + 7) % 7;
  const start = addDays(first, -back);
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day)),
  );
}

const DAY_MS = 86_400_000;

/** `Date.UTC` reads the years 0 to 99 as 1900 and on; the setter does not. */
function utc(date: CalendarDate): number {
  return new Date(0).setUTCFullYear(date.year, date.month - 1, date.day);
}

function fromUtc(date: Date): CalendarDate {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function daysIn(year: number, month: number): number {
  return new Date(utc({ year, month: month + 1, day: 0 })).getUTCDate();
}
