import { describe, expect, it } from "vitest";
import { partsOf } from "./marked";

describe("a text with what was looked for", () => {
  it("is in parts that make it up again", () => {
    const parts = partsOf("Anna Hanna", [
      [0, 3],
      [6, 9],
    ]);
    expect(parts.map((part) => part.text).join("")).toBe("Anna Hanna");
    expect(parts.filter((part) => part.marked).map((part) => part.text)).toEqual(["Ann", "ann"]);
  });

  it("is whole without marks, and where a mark is none", () => {
    expect(partsOf("Anna", [])).toEqual([{ text: "Anna", marked: false }]);
    expect(partsOf("", [])).toEqual([{ text: "", marked: false }]);
    expect(partsOf("Anna", [[2, 9]])).toEqual([{ text: "Anna", marked: false }]);
  });
});
