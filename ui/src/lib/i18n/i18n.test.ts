import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { enFields } from "./en-fields";
import { enTransfer } from "./en-transfer";
import { fieldsCatalogues } from "./fields";
import { catalogues, pickLanguage } from "./index";
import { formatMessage, placesOf } from "./message";
import { transferCatalogues } from "./transfer";

const ALL = { ...en, ...enFields, ...enTransfer };
const ROOT = join(import.meta.dirname, "../..");

/** Every source file but the catalogues and the tests. */
function sources(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith(".test.ts"))
    .filter((path) => !path.startsWith(join("lib", "i18n", "en")))
    .map((path) => readFileSync(join(ROOT, path), "utf8"));
}

describe("the catalogue", () => {
  it("has no message that nothing shows", () => {
    const all = sources().join("\n");
    const unused = Object.keys(ALL).filter((key) => !all.includes(`"${key}"`) && !all.includes(`'${key}'`));
    expect(unused).toEqual([]);
  });

  it("has every message that is asked for by name", () => {
    const asked = sources().flatMap((text) =>
      [...text.matchAll(/\bt\(\s*["']([\w.]+)["']/g)].map((m) => m[1]),
    );
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => key !== undefined && !(key in ALL))).toEqual([]);
  });

  it("has the same messages with the same places in every language", () => {
    for (const [english, others] of [
      [en, catalogues],
      [enFields, fieldsCatalogues],
      [enTransfer, transferCatalogues],
    ] as const) {
      for (const messages of Object.values<Readonly<Record<string, string>>>(others)) {
        expect(Object.keys(messages).toSorted()).toEqual(Object.keys(english).toSorted());
        for (const [key, text] of Object.entries(english)) {
          expect([key, placesOf(messages[key] ?? "")]).toEqual([key, placesOf(text)]);
        }
      }
    }
  });

  it.each([
    ["the fields", enFields, /fields|[/\\]schema[/\\]/],
    ["import and export", enTransfer, /transfer/],
  ])("has messages of %s only where they are shown", (_, messages, place) => {
    const elsewhere = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(ts|svelte)$/.test(path) && !place.test(path))
      .map((path) => readFileSync(join(ROOT, path), "utf8"))
      .join("\n");
    expect(Object.keys(messages).filter((key) => elsewhere.includes(`"${key}"`))).toEqual([]);
  });

  it("is written by English where the system's language has none", () => {
    expect(pickLanguage(["xx-YY", "en-GB"])).toBe("en");
    expect(pickLanguage([])).toBe("en");
  });
});

describe("a message", () => {
  it("is filled in, a number as the locale writes it", () => {
    expect(formatMessage("{a} of {b}", { a: 12, b: 1_000_000 }, "en")).toBe("12 of 1,000,000");
    expect(formatMessage("{b}", { b: 1_000_000 }, "de")).toBe("1.000.000");
  });

  it("chooses its plural by the locale's rules", () => {
    const text = "{n, plural, =0 {none} one {# row} other {# rows in {place}}}";
    expect(formatMessage(text, { n: 0 }, "en")).toBe("none");
    expect(formatMessage(text, { n: 1 }, "en")).toBe("1 row");
    expect(formatMessage(text, { n: 2000, place: "it" }, "en")).toBe("2,000 rows in it");
  });

  it("leaves braces in what is filled in alone", () => {
    expect(formatMessage("<{a}>", { a: "{b}" }, "en")).toBe("<{b}>");
  });
});
