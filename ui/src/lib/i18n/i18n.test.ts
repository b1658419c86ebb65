import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { enActions } from "./en-actions";
import { enBulk } from "./en-bulk";
import { enDuplicates } from "./en-duplicates";
import { enFields } from "./en-fields";
import { enTransfer } from "./en-transfer";
import { localeFor, pickLanguage } from "./index";
import { formatMessage, pluralsOf, placesOf } from "./message";
import { german } from "./translation-de";

const ALL = { ...en, ...enActions, ...enBulk, ...enDuplicates, ...enFields, ...enTransfer };
const ROOT = join(import.meta.dirname, "../..");

/** Every source file but the catalogues and the tests. */
function sources(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith(".test.ts"))
    .filter((path) => !/[/\\]i18n[/\\](en|de)(-\w+)?\.ts$/.test(path))
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

  it.each([
    ["actions and keys", enActions, /actions|Palette|problems/],
    ["duplicates", enDuplicates, /duplicates/],
    ["the fields", enFields, /fields|[/\\]schema[/\\]/],
    ["import and export", enTransfer, /transfer/],
    ["setting fields in many contacts", enBulk, /bulk/],
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

  it("follows the first of the system's languages that there is one for", () => {
    expect(pickLanguage(["fr-FR", "de-AT", "en"])).toBe("de");
    expect(localeFor("de", ["fr-FR", "en-US", "de-AT"])).toBe("de-AT");
    expect(localeFor("de", ["en-US"])).toBe("de");
    expect(localeFor("de", ["de-@", "de_DE", "C"])).toBe("de");
  });
});

describe.each([["German", "de", german.messages]] as const)("the catalogue in %s", (_, tag, own) => {
  const messages: Readonly<Record<string, string>> = own;
  /** Words that are the same in both languages. */
  const SAME = new Set([
    ...["Alias", "Filter", "Form", "Format", "ID", "JSON", "JSON Lines", "Kith", "Name", "System", "Text"],
    ...["Version", "vCard", "GiB", "KiB", "MiB", "ms", ": ID", "Esc", "Plus", "Tab"],
  ]);

  it("says all that English says, and nothing else", () => {
    expect(Object.keys(ALL).filter((key) => !(key in messages))).toEqual([]);
    expect(Object.keys(messages).filter((key) => !(key in ALL))).toEqual([]);
  });

  it("has the same places in every message", () => {
    for (const [key, text] of Object.entries(ALL)) {
      expect([key, placesOf(messages[key] ?? "")]).toEqual([key, placesOf(text)]);
    }
  });

  it("has every plural that its language needs", () => {
    const needed = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(messages)) {
      for (const branches of pluralsOf(text)) {
        expect([key, needed.filter((category) => !branches.includes(category))]).toEqual([key, []]);
      }
    }
  });

  it("leaves nothing in English but what is the same in both", () => {
    const same = Object.entries(ALL).filter(([key, text]) => messages[key] === text);
    const words = same.filter(([, text]) => /\p{L}{2}/u.test(bare(text)) && !SAME.has(bare(text)));
    expect(words).toEqual([]);
  });

  /** A message without its places. */
  function bare(text: string): string {
    return text.replace(/\{\w+\}/g, "").trim();
  }
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
