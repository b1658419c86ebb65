import { describe, expect, it } from "vitest";
import { itemBeginning, type MenuItem, nextItem } from "./menu";
import { placeBeside } from "./placement";

const ROOM = { width: 1_000, height: 600 };

describe("a popup beside its anchor", () => {
  it("stands below it, in line with it", () => {
    const at = placeBeside({ left: 100, right: 124, top: 50, bottom: 74 }, { width: 200, height: 300 }, ROOM);
    expect(at).toEqual({ left: 100, top: 78 });
  });

  it("is in line with its right edge where the window reads from right to left", () => {
    const anchor = { left: 500, right: 524, top: 50, bottom: 74 };
    expect(placeBeside(anchor, { width: 200, height: 300 }, ROOM, true)).toEqual({ left: 324, top: 78 });
  });

  it("stands above it where there is more room, and never leaves the window", () => {
    const up = placeBeside(
      { left: 900, right: 924, top: 500, bottom: 524 },
      { width: 200, height: 300 },
      ROOM,
    );
    expect(up).toEqual({ left: 792, top: 196 });
    const large = placeBeside(
      { left: 5, right: 29, top: 300, bottom: 324 },
      { width: 200, height: 590 },
      ROOM,
    );
    expect(large).toEqual({ left: 8, top: 8 });
  });
});

describe("a menu", () => {
  const item = (label: string, disabled = false): MenuItem => ({
    id: label,
    label,
    disabled,
    run: () => undefined,
  });
  const items = [item("Hide"), item("Move left", true), item("Move right"), item("Fit")];

  it("is walked round, past what cannot be chosen", () => {
    expect([nextItem(items, -1, 1), nextItem(items, 0, 1), nextItem(items, 3, 1)]).toEqual([0, 2, 0]);
    expect([nextItem(items, 0, -1), nextItem(items, items.length, -1)]).toEqual([3, 3]);
  });

  it("is jumped through by first letters", () => {
    expect(itemBeginning(items, 0, "m")).toBe(2);
    expect(itemBeginning(items, 2, "f")).toBe(3);
    expect(itemBeginning(items, 2, "x")).toBe(2);
  });
});
