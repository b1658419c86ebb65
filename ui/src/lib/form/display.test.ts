import { describe, expect, it } from "vitest";
import { field } from "../../testing/schema";
import { displayValue, firstValue, hueOf, initials } from "./display";

describe("a value to read", () => {
  it("is empty where nothing is set", () => {
    expect(displayValue(field("F"), null)).toBe("");
    expect(displayValue(undefined, undefined)).toBe("");
  });

  it("says yes and no for both ways a schema writes them", () => {
    expect(displayValue(field("F", { DataType: "Boolean" }), true)).toBe("Yes");
    expect(displayValue(field("F", { Format: "true-false" }), "false")).toBe("No");
    expect(displayValue(field("F", { Format: "true-false" }), "maybe")).toBe("maybe");
    expect(displayValue(field("F"), "true")).toBe("true");
  });

  it("names a reference, by its Id where it has no name", () => {
    expect(displayValue(field("F"), { Id: "1", Name: "Acme" })).toBe("Acme");
    expect(displayValue(field("F"), { Id: "1", Name: null })).toBe("1");
    expect(displayValue(field("F"), { other: 1 })).toBe('{"other":1}');
  });

  it("leaves a moment that is none as it is", () => {
    expect(displayValue(field("F", { DataType: "DateTime" }), "soon")).toBe("soon");
    expect(displayValue(field("F", { DataType: "DateTime" }), "2026-03-01T10:00:00.000Z")).toContain("2026");
  });

  it("is the first of several fields that has something to show", () => {
    const values: Record<string, string> = { A: "", B: "b", C: "c" };
    expect(firstValue(["A", "B", "C"], (name) => values[name] ?? "")).toBe("b");
    expect(firstValue([], () => "x")).toBe("");
  });
});

describe("a picture of letters", () => {
  it("takes the first and the last name, in any script", () => {
    expect(initials("Ada Maria Byron")).toBe("AB");
    expect(initials("élodie")).toBe("É");
    expect(initials("عبد الرحمن")).toBe("عا");
    expect(initials("<<<")).toBe("");
    expect(initials("𝒜da Byron")).toBe("𝒜B");
  });

  it("keeps its hue for a key", () => {
    expect(hueOf("key-1")).toBe(hueOf("key-1"));
    expect(hueOf("key-1")).not.toBe(hueOf("key-2"));
  });
});
