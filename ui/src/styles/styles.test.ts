import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** What names a side of the window. From right to left it would be the wrong one: `-inline-start` and `-end` are meant. */
const PHYSICAL = [
  /(?<![-\w])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?\s*:/,
  /(?<![-\w])(?:left|right)\s*:/,
  /border-(?:top|bottom)-(?:left|right)-radius\s*:/,
  /(?:text-align|float|clear)\s*:\s*(?:left|right)/,
  /translateX\(/,
];
/** Four values name all sides one by one; where left and right are the same nothing is lost. */
const FOUR = /(?<![-\w])(margin|padding|inset|border-radius)\s*:\s*([^;{}]+);/g;

/** The styles of every component and every sheet, by their paths. */
function sheets(): [path: string, css: string][] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(svelte|css)$/.test(path))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
      const css = path.endsWith(".css") ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "");
      return [path, css.replace(/\/\*[\s\S]*?\*\//g, "")];
    });
}

/** The values of a declaration; what is in brackets is one. */
function valuesOf(text: string): string[] {
  return text.trim().match(/(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
}

function sidesDiffer(css: string): string[] {
  return [...css.matchAll(FOUR)].flatMap(([whole, property, text]) => {
    const [top, right, bottom, left] = valuesOf(text ?? "");
    if (left === undefined) return [];
    // The corners go round: from right to left the first two change places, and the last two.
    const same = property === "border-radius" ? top === right && bottom === left : right === left;
    return same ? [] : [whole];
  });
}

describe("the styles", () => {
  it("name no side of the window, so that it can be read from right to left", () => {
    const found = sheets().flatMap(([path, css]) =>
      [...PHYSICAL.flatMap((rule) => rule.exec(css)?.[0] ?? []), ...sidesDiffer(css)].map((what) => [
        path,
        what,
      ]),
    );
    expect(found).toEqual([]);
  });

  it("are told what does", () => {
    expect(sidesDiffer("a { padding: 1px 2px 1px calc(3px + (1px * 2)); inset: 0 4px 0 4px; }")).toHaveLength(
      1,
    );
    expect(PHYSICAL.some((rule) => rule.test("margin-left: 2px"))).toBe(true);
    expect(PHYSICAL.some((rule) => rule.test("margin-inline-start: 2px; inset-inline-end: 0"))).toBe(false);
  });
});
