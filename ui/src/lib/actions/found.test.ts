import { describe, expect, it } from "vitest";
import { foundBy, recentFirst, withRecent } from "./found";

const LABELS = ["Show the history", "Show or hide the views", "Über uns", "View: This week", "New contact"];
const found = (text: string): string[] => foundBy(text, LABELS, (label) => label);

describe("what is found by its name", () => {
  it("has every word typed, in any order", () => {
    expect(found("history show")).toEqual(["Show the history"]);
    expect(found("show")).toEqual(["Show the history", "Show or hide the views"]);
    expect(found("show nothing")).toEqual([]);
  });

  it("is found without accents, and in any case", () => {
    expect(found("uber")).toEqual(["Über uns"]);
    expect(found("ÜBER")).toEqual(["Über uns"]);
  });

  it("stands first where its words begin so", () => {
    expect(found("hi")).toEqual(["Show the history", "Show or hide the views", "View: This week"]);
    expect(found("on")).toEqual(["New contact"]);
  });

  it("is everything where nothing was typed, or only signs", () => {
    expect(found("")).toEqual(LABELS);
    expect(found(" … ")).toEqual(LABELS);
  });
});

describe("what was used last", () => {
  it("stands first, the latest at the top; what is no more is left out", () => {
    expect(recentFirst(["c", "gone", "a"], ["a", "b", "c"], (id) => id)).toEqual(["c", "a", "b"]);
  });

  it("is each once, and a handful", () => {
    expect(withRecent(["a", "b"], "b")).toEqual(["b", "a"]);
    expect(withRecent(["1", "2", "3", "4", "5", "6"], "7")).toHaveLength(6);
  });
});
