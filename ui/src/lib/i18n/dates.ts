import { locale } from "./index";

/**
 * Made when first needed: each reads the system's tables, which the first list need not wait for. Made anew for another
 * locale, which only tests and the start of the page know.
 */
function once<T>(make: () => T): () => T {
  let made: { value: T; locale: string } | undefined;
  return () => {
    if (made?.locale !== locale) made = { value: make(), locale };
    return made.value;
  };
}

const dateTime = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }));
const date = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }));
const exact = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }));
const monthYear = once(
  () => new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }),
);
const dayName = once(() => new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }));
const fullDay = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }));
const list = once(() => new Intl.ListFormat(locale, { type: "conjunction" }));
const decimal = once(
  () =>
    new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".",
);
const number = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));

/** A moment on the person's own clock; a text that is no moment stays as it is. */
export function formatDateTime(text: string): string {
  return formatWith(dateTime(), text);
}

/** A day of the calendar, wherever one is. */
export function formatDate({ year, month, day }: { year: number; month: number; day: number }): string {
  return date().format(utcDate(year, month, day));
}

/** The same to the second, for histories and requests. */
export function formatExactTime(text: string): string {
  return formatWith(exact(), text);
}

/** This moment, as the host writes moments. */
export function thisMoment(): string {
  return new Date().toISOString();
}

/** A month's heading. */
export function formatMonth(year: number, month: number): string {
  return monthYear().format(utcDate(year, month, 1));
}

/** A day in full, for those who hear it. */
export function formatDay(year: number, month: number, day: number): string {
  return fullDay().format(utcDate(year, month, day));
}

/** The seven short day names, from `weekStart` (0 is Sunday). */
export function dayNames(weekStart: number): string[] {
  // 4 January 1970 was a Sunday.
  return Array.from({ length: 7 }, (_, index) => dayName().format(utcDate(1970, 1, 4 + weekStart + index)));
}

/** The day a week starts on here: 0 is Sunday. Monday where the browser does not say. */
export function weekStart(): number {
  const here = new Intl.Locale(locale) as Intl.Locale & WeekInfo;
  return ((here.getWeekInfo?.() ?? here.weekInfo)?.firstDay ?? 1) % 7;
}

/** Several things named in one breath: "A and B". */
export function formatList(items: readonly string[]): string {
  return list().format(items);
}

/** A count or a measure as a person reads it, with at most one digit after the point. */
export function formatNumber(value: number): string {
  return number().format(value);
}

/** The sign between the whole part of a number and the rest, as this locale writes it. */
export function decimalSign(): string {
  return decimal();
}

type WeekInfo = { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };

function formatWith(format: Intl.DateTimeFormat, text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : format.format(moment);
}

function utcDate(year: number, month: number, day: number): Date {
  return new Date(new Date(0).setUTCFullYear(year, month - 1, day));
}
