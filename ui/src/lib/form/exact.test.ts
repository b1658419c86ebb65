import { describe, expect, it } from "vitest";
import { displayValue } from "./display";
import { exactText, fromJson, hasExact, numberOf, toJson } from "./exact";
import { snippet } from "./snippets";
import { sameValue, toText } from "./values";

const LONG = "12345678901234567890.1234";

describe("a number", () => {
  it("is a plain one where a double says the same, and its own text where not", () => {
    expect(numberOf("1.5")).toBe(1.5);
    expect(numberOf("-9007199254740991")).toBe(-9007199254740991);
    for (const text of [LONG, "9007199254740993", "0.0000001", "1000000000000000000000", "1e9"]) {
      expect(numberOf(text)).toEqual({ $number: text });
    }
  });

  it("is equal to itself, however many zeros it is typed with", () => {
    expect(numberOf("1.50")).toBe(1.5);
    expect(numberOf("100")).toBe(100);
    expect(numberOf("-0.00")).toBe(0);
    expect(sameValue(numberOf(`${LONG}00`), numberOf(LONG))).toBe(true);
    expect(sameValue(numberOf(LONG), numberOf("12345678901234567890.1235"))).toBe(false);
  });

  it("is none where the text is not one", () => {
    for (const text of ["", "007", "+1", "1.", ".5", "1,5", "0x1", "NaN"]) expect(numberOf(text)).toBeNull();
  });

  it("goes to the host digit for digit, and comes back", () => {
    const body = { Balance: numberOf(LONG), Note: `{"$number":"1"}`, List: [numberOf("1e+300"), 2] };
    const text = toJson(body, 2);
    expect(text).toContain(`"Balance": ${LONG},`);
    expect(text).toContain("1e+300");
    expect(fromJson(text)).toEqual(body);
    expect(hasExact(text)).toBe(true);
    expect(hasExact(`{"Note":"${LONG} \\" 1e9","Count":1.5}`)).toBe(false);
  });

  it("is read by people as its digits", () => {
    expect(toText({ $number: LONG })).toBe(LONG);
    expect(displayValue(undefined, { $number: LONG })).toBe(LONG);
    expect(toText({ of: { $number: LONG } })).toBe(`{"of":${LONG}}`);
    expect(exactText({ Id: "1" })).toBeNull();
  });

  it("is copied into other languages as a text that they do not round", () => {
    const request = { method: "PUT", path: "/x", body: `{"Balance": ${LONG}}` };
    expect(snippet("javascript", request)).toContain(`body: "{\\"Balance\\": ${LONG}}"`);
    expect(snippet("python", request)).toContain(`data="{\\"Balance\\": ${LONG}}"`);
    expect(snippet("python", request)).toContain(`"Content-Type": "application/json"`);
  });
});
