import { afterEach, describe, expect, it } from "vitest";
import { field } from "../../testing/schema";
import { speakAs } from "../i18n";
import { doubtOf, numberText, readNumber } from "./numbers";

afterEach(() => speakAs(null, "en"));

describe.each([
  // What is typed, and the number it is in English and in German.
  ["12", 12, 12],
  ["-0.5", -0.5, -0.5],
  ["1.50", 1.5, 1.5],
  ["1,5", null, 1.5],
  ["-2,25", null, -2.25],
  ["1.234", 1.234, null],
  ["1,234", null, 1.234],
  ["0.234", 0.234, 0.234],
  ["1234.567", 1234.567, 1234.567],
  ["1.234,50", null, 1234.5],
  ["1,234.50", 1234.5, null],
  ["1.234.567", null, 1_234_567],
  ["1,234,567", 1_234_567, null],
  ["1 234,5", null, 1234.5],
  ["1 234.5", 1234.5, 1234.5],
  ["−3", -3, -3],
  ["1,2,3", null, null],
  ["1.2.3", null, null],
  ["12a", null, null],
  ["", null, null],
])("%s", (text, english, german) => {
  it("is the same number to the person and to the book", () => {
    expect(readNumber(text)).toEqual(english);
    speakAs(null, "de");
    expect(readNumber(text)).toEqual(german);
  });
});

describe("a number", () => {
  it.each(["en", "de", "fr", "de-CH", "sv"])("is read as it is shown in %s, digit for digit", (locale) => {
    speakAs(null, locale);
    const exact = { $number: "12345678901234567.125" };
    for (const value of [0, -1.5, 1.234, 12.345, 999.001, 1e6, exact])
      expect(readNumber(numberText(value))).toEqual(value);
  });

  it("that could be two is told with both", () => {
    const amount = field("Amount", { DataType: "Decimal" });
    const issue = { Code: "InvalidType", Message: "no number", Field: "Amount" } as const;
    speakAs(null, "de");
    expect(doubtOf(issue, amount, "1.234")).toContain("1,234 or 1234");
    expect(doubtOf(issue, amount, "abc")).toBeNull();
    expect(doubtOf(issue, field("Title"), "1.234")).toBeNull();
    speakAs(null, "en");
    expect(doubtOf(issue, amount, "1,234")).toContain("1.234 or 1234");
  });
});
