import { describe, expect, it } from "vitest";
import { field } from "../../testing/schema";
import {
  columnTemplate,
  columnWidths,
  dropPlace,
  leftToShow,
  MAX_WIDTH,
  placed,
  sum,
  toggled,
} from "./columns";
import { isTyped, moveTo, type Press, TypedAhead } from "./move";
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
  const EXTENT = { rows: 100, columns: 6, page: 17 };
  const at = { row: 10, column: 2 };
  const press = (keys: string): Press => ({
    key: keys.split("+").at(-1) ?? "",
    ctrlKey: keys.includes("Ctrl+"),
    metaKey: keys.includes("Cmd+"),
    altKey: keys.includes("Alt+"),
  });

  it.each([
    ["ArrowDown", 11, 2],
    ["ArrowUp", 9, 2],
    ["Ctrl+ArrowDown", 99, 2],
    ["Ctrl+ArrowUp", 0, 2],
    ["PageDown", 27, 2],
    ["PageUp", 0, 2],
    ["ArrowLeft", 10, 1],
    ["ArrowRight", 10, 3],
    ["Home", 10, 0],
    ["End", 10, 5],
    ["Ctrl+Home", 0, 0],
    ["Ctrl+End", 99, 5],
    ["Cmd+End", 99, 5],
  ])("%s goes from row 10 to row %i, column %i", (keys, row, column) => {
    expect(moveTo(press(keys), at, EXTENT)).toEqual({ row, column });
  });

  it("stops at the ends, and ignores other keys and an empty list", () => {
    expect(moveTo(press("ArrowDown"), { row: 99, column: 5 }, EXTENT)).toEqual({ row: 99, column: 5 });
    expect(moveTo(press("ArrowRight"), { row: 0, column: 5 }, EXTENT)).toEqual({ row: 0, column: 5 });
    expect(moveTo(press("a"), at, EXTENT)).toBeNull();
    expect(moveTo(press("Alt+ArrowDown"), at, EXTENT)).toBeNull();
    expect(moveTo(press("End"), at, { ...EXTENT, rows: 0 })).toBeNull();
  });

  it("takes characters that follow each other soon together", () => {
    const typed = new TypedAhead();
    expect([typed.goesOn(0), typed.type("m", 0), typed.type("ü", 400)]).toEqual([false, "m", "mü"]);
    expect([typed.goesOn(1_500), typed.type("b", 1_500)]).toEqual([false, "b"]);
    expect([isTyped(press("é")), isTyped(press("Ctrl+c")), isTyped(press("F2"))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("the columns", () => {
  const fields = new Map(
    [field("A"), field("B", { DataType: "Boolean" }), field("C")].map((one) => [one.FieldName, one]),
  );
  const usual = columnWidths(["A", "B", "C"], fields, {}, 0);

  it("are as wide as what they hold needs, whatever the room", () => {
    expect(usual[0]).toBeGreaterThan(usual[2] ?? 0);
    expect(usual[1]).toBeLessThan(usual[2] ?? 0);
    expect(columnTemplate([188, 88])).toBe("188px 88px");
  });

  it("share what is left over, but for those that somebody gave a width", () => {
    const widths = columnWidths(["A", "B", "C"], fields, { B: 90 }, 1_000);
    expect(widths[1]).toBe(90);
    expect(sum(widths)).toBeGreaterThan(995);
    expect(sum(widths)).toBeLessThanOrEqual(1_000);
  });

  it("take the room of a sliver of the next, which would show nothing", () => {
    const [first = 0, second = 0] = usual;
    const widths = columnWidths(["A", "B", "C"], fields, {}, first + second + 10);
    expect(sum(widths.slice(0, 2))).toBeGreaterThan(first + second + 7);
    expect(widths[2]).toBe(usual[2]);
    expect(columnWidths(["A", "B", "C"], fields, {}, first + second + 60)).toEqual(usual);
  });

  it("keep within bounds", () => {
    expect(columnWidths(["A"], fields, { A: 9_999 }, 0)).toEqual([MAX_WIDTH]);
    expect(columnWidths(["A", "B", "C"], fields, { A: 100, B: 100, C: 100 }, 1_000)).toEqual([100, 100, 100]);
  });

  it("are put elsewhere, added and hidden; the last one stays", () => {
    expect(placed(["A", "B", "C"], 0, 2)).toEqual(["B", "C", "A"]);
    expect(placed(["A", "B", "C"], 2, 0)).toEqual(["C", "A", "B"]);
    expect(placed(["A", "B", "C"], 1, 9)).toEqual(["A", "C", "B"]);
    expect(toggled(["A"], "B")).toEqual(["A", "B"]);
    expect(toggled(["A", "B"], "A")).toEqual(["B"]);
    expect(toggled(["A"], "A")).toEqual(["A"]);
  });

  it("are dropped where their middle is passed", () => {
    const widths = [100, 100, 100];
    expect(dropPlace(40, widths, 0)).toBe(0);
    expect(dropPlace(160, widths, 0)).toBe(1);
    expect(dropPlace(299, widths, 0)).toBe(2);
    expect(dropPlace(10, widths, 2)).toBe(0);
    expect(dropPlace(140, widths, 2)).toBe(1);
  });

  it("are brought into sight beside the first, by the least move", () => {
    const widths = [100, 80, 80, 80];
    expect(leftToShow(0, widths, 60, 200)).toBe(60);
    expect(leftToShow(3, widths, 0, 200)).toBe(140);
    expect(leftToShow(1, widths, 140, 200)).toBe(0);
    expect(leftToShow(1, widths, 0, 200)).toBe(0);
  });
});
