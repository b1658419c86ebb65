import { describe, expect, it } from "vitest";
import { addDays, addMonths, formatDate, monthWeeks, parseDate } from "./calendar";

describe("a calendar date", () => {
  it("is read only where a real day is written", () => {
    expect(parseDate("2024-02-29")).toEqual({ year: 2024, month: 2, day: 29 });
    expect(parseDate("2023-02-29")).toBeNull();
    expect(parseDate("2024-13-01")).toBeNull();
    expect(parseDate("2024-1-1")).toBeNull();
    expect(parseDate("2024-05-06T07:08:09Z")).toEqual({ year: 2024, month: 5, day: 6 });
    expect(parseDate("2024-05-06x")).toBeNull();
  });

  it("is moved over the ends of months and years", () => {
    expect(formatDate(addDays({ year: 2024, month: 12, day: 31 }, 1))).toBe("2025-01-01");
    expect(formatDate(addMonths({ year: 2024, month: 1, day: 31 }, 1))).toBe("2024-02-29");
    expect(formatDate(addMonths({ year: 2024, month: 1, day: 31 }, -2))).toBe("2023-11-30");
    expect(formatDate(addDays({ year: 99, month: 12, day: 31 }, 1))).toBe("0100-01-01");
  });

  it("stands in six weeks that begin on the day weeks begin on here", () => {
    const weeks = monthWeeks({ year: 2026, month: 3, day: 15 }, 1);
    expect(weeks.length).toBe(6);
    expect(formatDate(weeks[0]?.[0] ?? { year: 0, month: 1, day: 1 })).toBe("2026-02-23");
    const sundays = monthWeeks({ year: 2026, month: 3, day: 15 }, 0);
    expect(formatDate(sundays[0]?.[0] ?? { year: 0, month: 1, day: 1 })).toBe("2026-03-01");
  });
});
