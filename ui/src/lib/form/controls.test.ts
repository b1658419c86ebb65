import { describe, expect, it } from "vitest";
import type { FieldMetadata } from "../ipc/types";
import { field } from "../../testing/schema";
import { controlFor, isWide, TESTERS } from "./controls";

describe("the control of a field", () => {
  const cases: [string, Partial<FieldMetadata>, string][] = [
    ["a text", { Length: 40 }, "text"],
    ["a text of a thousand characters", { Length: 1000 }, "longText"],
    ["a long text", { DataType: "LongString" }, "longText"],
    ["a web address, however long", { Length: 2048, Format: "url" }, "text"],
    ["a long text with a format", { DataType: "LongString", Format: "url" }, "text"],
    ["a whole number", { DataType: "Int" }, "number"],
    ["money", { DataType: "Currency" }, "number"],
    ["a day", { DataType: "Date" }, "date"],
    ["a moment", { DataType: "DateTime" }, "date"],
    ["a text that is a date", { Format: "date-or-date-time" }, "date"],
    ["a text that is true or false", { Format: "true-false" }, "threeWay"],
    ["a boolean that takes nothing", { DataType: "Boolean", IsNullable: true }, "threeWay"],
    ["a boolean that must be set", { DataType: "Boolean", IsNullable: false }, "checkbox"],
    ["one of a list", { DataType: "Picklist" }, "picklist"],
    ["several of a list", { DataType: "MultiPicklist" }, "multiPicklist"],
    ["a lookup", { DataType: "Lookup" }, "reference"],
    ["an owner", { DataType: "Owner" }, "reference"],
    ["an image", { DataType: "Image" }, "image"],
    ["a rollup", { DataType: "Rollup" }, "readOnly"],
    ["a number given automatically", { DataType: "AutoNumber" }, "readOnly"],
    ["anything that may not be written", { DataType: "Lookup", WriteAccess: "None" }, "readOnly"],
  ];

  it.each(cases)("for %s", (_, over, kind) => {
    expect(controlFor(field("F", over))).toBe(kind);
  });

  it("is the one that bids most, so that a further tester can take a field over", () => {
    const mine = { kind: "longText", rank: (f: FieldMetadata) => (f.FieldName === "F" ? 50 : null) } as const;
    expect(controlFor(field("F"), [...TESTERS, mine])).toBe("longText");
    expect(controlFor(field("G"), [...TESTERS, mine])).toBe("text");
  });

  it("takes the whole width for what needs room, and half of it for the rest", () => {
    expect(isWide("longText")).toBe(true);
    expect(isWide("reference")).toBe(true);
    expect(isWide("text")).toBe(false);
    expect(isWide("readOnly")).toBe(false);
  });
});
