import { describe, expect, it } from "vitest";
import { columnTemplate, fittingColumns } from "./columns";
import { moveTo } from "./move";
import { sortMark, toggleSort } from "./sort";

describe("the order", () => {
  it("is by the header that was clicked, turned by a second click", () => {
    const once = toggleSort([], "A", false);
    expect(once).toEqual([{ field: "A", descending: false }]);
    expect(toggleSort(once, "A", false)).toEqual([{ field: "A", descending: true }]);
    expect(toggleSort(once, "B", false)).toEqual([{ field: "B", descending: false }]);
  });

  it("gets a further key by shift-click, which a second shift-click turns in its place", () => {
    const two = toggleSort(toggleSort([], "A", false), "B", true);
    expect(two.map((key) => key.field)).toEqual(["A", "B"]);
    expect(toggleSort(two, "A", true)).toEqual([
      { field: "A", descending: true },
      { field: "B", descending: false },
    ]);
  });

  it("shows a rank only where there are several keys", () => {
    const two = toggleSort(toggleSort([], "A", false), "B", true);
    expect(sortMark(two, "B")).toEqual({ descending: false, rank: 2 });
    expect(sortMark([{ field: "A", descending: true }], "A")).toEqual({ descending: true, rank: null });
    expect(sortMark(two, "C")).toBeNull();
  });
});

describe("the keyboard in the list", () => {
  it.each([
    ["ArrowDown", 11],
    ["ArrowUp", 9],
    ["PageDown", 27],
    ["PageUp", 0],
    ["Home", 0],
    ["End", 99],
  ])("%s goes from row 10 to row %i", (key, row) => {
    expect(moveTo(key, 10, 100, 17)).toBe(row);
  });

  it("stops at the ends, and ignores other keys and an empty list", () => {
    expect(moveTo("ArrowDown", 99, 100, 17)).toBe(99);
    expect(moveTo("a", 10, 100, 17)).toBeNull();
    expect(moveTo("End", 0, 0, 17)).toBeNull();
  });
});

describe("the columns", () => {
  it("are as many as fit, and always the first", () => {
    expect(fittingColumns(["A", "B", "C"], 0)).toEqual(["A"]);
    expect(fittingColumns(["A", "B", "C"], 168 + 116)).toEqual(["A", "B"]);
    expect(fittingColumns(["A", "B", "C"], 9999)).toEqual(["A", "B", "C"]);
  });

  it("share the width, the first getting more", () => {
    expect(columnTemplate(1)).toBe("minmax(0, 1fr)");
    expect(columnTemplate(3)).toBe("minmax(0, 1.35fr) repeat(2, minmax(0, 1fr))");
  });
});
