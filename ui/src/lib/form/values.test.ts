import { describe, expect, it } from "vitest";
import { keepLineEnds } from "./lines";
import { lengthLeft, scalarCount } from "./limits";
import { field } from "../../testing/schema";
import { fromNumberText, fromText, referenceOf, sameValue, toReference, toText } from "./values";

describe("values", () => {
  it("are the same whatever the order of an object's members, and not when one is missing", () => {
    expect(sameValue({ a: 1, b: [null, { c: 2 }] }, { b: [null, { c: 2 }], a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: null })).toBe(false);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue("1", 1)).toBe(false);
    expect(sameValue(null, "")).toBe(false);
  });

  it("clear the field when a text is emptied, and keep blanks as they came", () => {
    expect(fromText("")).toBeNull();
    expect(fromText(" a ")).toBe(" a ");
  });

  it("become a number only when the whole text is one", () => {
    expect(fromNumberText(" 12.50 ")).toBe(12.5);
    expect(fromNumberText("")).toBeNull();
    expect(fromNumberText("12,5")).toBe("12,5");
    expect(fromNumberText("1e9")).toEqual({ $number: "1e9" });
    expect(fromNumberText("007")).toBe("007");
  });

  it("show objects that have no control of their own as JSON", () => {
    expect(toText({ a: [1] })).toBe('{"a":[1]}');
    expect(toText(undefined)).toBe("");
    expect(toText(false)).toBe("false");
  });

  it("read a reference's two members and clear it when both are emptied", () => {
    expect(referenceOf({ Id: "1", Name: null })).toEqual({ Id: "1", Name: "" });
    expect(referenceOf("odd")).toEqual({ Id: "", Name: "odd" });
    expect(toReference("", "")).toBeNull();
    expect(toReference("", "N")).toEqual({ Id: null, Name: "N" });
  });
});

describe("a long text", () => {
  it("keeps the line ends it came with when a word of it is edited", () => {
    expect(keepLineEnds("a\nB\r\nc", "a\r\nb\r\nc")).toBe("a\r\nB\r\nc");
    expect(keepLineEnds("a\nb", "a\nc")).toBe("a\nb");
  });
});

describe("the length left", () => {
  it("is counted in Unicode scalar values, not in code units", () => {
    expect(scalarCount("a👋🏽b")).toBe(4);
    expect(lengthLeft(field("F", { Length: 5 }), "👋👋👋👋")).toBe(1);
  });

  it("is told only near the limit, and past it as a negative number", () => {
    const forty = field("F", { Length: 40 });
    expect(lengthLeft(forty, "x".repeat(34))).toBeNull();
    expect(lengthLeft(forty, "x".repeat(35))).toBe(5);
    expect(lengthLeft(forty, "x".repeat(43))).toBe(-3);
  });

  it("is not told where there is no limit or no text", () => {
    expect(lengthLeft(field("F"), "x".repeat(9999))).toBeNull();
    expect(lengthLeft(field("F", { Length: 1 }), null)).toBeNull();
  });
});
