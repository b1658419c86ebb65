import { describe, expect, it } from "vitest";
import {
  isScaled,
  MAX_SPACER,
  maxTop,
  type Measures,
  pageRows,
  scrollTopOf,
  spacerHeight,
  topOf,
  topToShow,
  visibleRange,
} from "./viewport";

const MILLION: Measures = { total: 1_000_000, rowHeight: 32, height: 600 };
const SMALL: Measures = { total: 100, rowHeight: 32, height: 600 };

describe("a million rows", () => {
  it("stand on a spacer no browser cuts off", () => {
    expect(spacerHeight(MILLION)).toBe(MAX_SPACER);
    expect(isScaled(MILLION)).toBe(true);
  });

  it("show their very last row when the scroll bar is at its end", () => {
    const end = spacerHeight(MILLION) - MILLION.height;
    const top = topOf(end, MILLION);
    expect(top).toBe(maxTop(MILLION));
    expect(visibleRange(top, MILLION, 0).last).toBe(1_000_000);
  });

  it("come back to the same place through the scroll bar, to less than a row", () => {
    for (const index of [0, 1, 499_999, 958_697, 999_980]) {
      const top = index * MILLION.rowHeight;
      expect(Math.abs(topOf(scrollTopOf(top, MILLION), MILLION) - top)).toBeLessThan(MILLION.rowHeight);
    }
  });

  it("can each be brought into view", () => {
    for (const index of [0, 333_333, 958_698, 999_999]) {
      const top = topToShow(index, 12_345, MILLION);
      const { first, last } = visibleRange(top, MILLION, 0);
      expect(index).toBeGreaterThanOrEqual(first);
      expect(index).toBeLessThan(last);
    }
  });
});

describe("rows that fit the scroll bar", () => {
  it("scroll pixel by pixel", () => {
    expect(isScaled(SMALL)).toBe(false);
    expect(topOf(320, SMALL)).toBeCloseTo(320);
    expect(scrollTopOf(320, SMALL)).toBeCloseTo(320);
  });

  it("never scroll past either end", () => {
    expect(topOf(-50, SMALL)).toBe(0);
    expect(topOf(1e9, SMALL)).toBe(maxTop(SMALL));
    expect(topOf(100, { total: 3, rowHeight: 32, height: 600 })).toBe(0);
  });

  it("are moved by the least that shows one", () => {
    expect(topToShow(5, 0, SMALL)).toBe(0);
    expect(topToShow(20, 0, SMALL)).toBe(21 * 32 - 600);
    expect(topToShow(2, 300, SMALL)).toBe(64);
  });

  it("are drawn a few beyond what is seen, and never beyond the ends", () => {
    expect(visibleRange(0, SMALL, 6)).toEqual({ first: 0, last: 25 });
    expect(visibleRange(maxTop(SMALL), SMALL, 6)).toEqual({ first: 75, last: 100 });
    expect(visibleRange(0, { total: 0, rowHeight: 32, height: 600 }, 6)).toEqual({ first: 0, last: 0 });
  });

  it("make a page of those that are seen, less one", () => {
    expect(pageRows(SMALL)).toBe(17);
    expect(pageRows({ ...SMALL, height: 10 })).toBe(1);
  });
});
