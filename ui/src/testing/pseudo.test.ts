import { describe, expect, it } from "vitest";
import { placesOf, pluralsOf } from "../lib/i18n/message";
import { pseudo, pseudoLanguage } from "./pseudo";
import { en } from "../lib/i18n/en";

describe("the pseudo-locale", () => {
  it("is accented, longer and in brackets", () => {
    expect(pseudo("Undo")).toBe("⟦Ûñđö··⟧");
    expect(pseudo("Restore {name}?")).toBe("⟦Řéšţöřé {name}?····⟧");
  });

  it("keeps places and choices", () => {
    const text = "{n, plural, =0 {none} one {# row of {place}} other {# rows}}";
    expect(pseudo(text)).toMatch(
      /^⟦\{n, plural, =0 \{ñöñé\} one \{# řöŵ öƒ \{place\}\} other \{# řöŵš\}\}·*⟧$/,
    );
    for (const [key, message] of Object.entries(en)) {
      const own = pseudoLanguage.messages[key as keyof typeof en];
      expect([key, placesOf(own), pluralsOf(own)]).toEqual([key, placesOf(message), pluralsOf(message)]);
    }
  });
});
