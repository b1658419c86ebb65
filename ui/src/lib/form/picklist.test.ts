import { describe, expect, it } from "vitest";
import type { PicklistMetadata } from "../ipc/types";
import { entriesOf, entryText, entryValue, matching } from "./picklist";

const LIST: PicklistMetadata = {
  Name: "L",
  AllowNonConfiguredPicklistEntries: true,
  PicklistEntries: [
    { Value: "b", DisplayText: "Beta", Sequence: 2, IsDeprecated: false },
    { Value: "a", DisplayText: "Alpha", Sequence: 1, IsDeprecated: false },
    { Value: "old", DisplayText: "Old one", Sequence: 3, IsDeprecated: true },
  ],
};

describe("a picklist", () => {
  it("offers the live entries in their order, and a deprecated one only while it is set", () => {
    expect(entriesOf(LIST, null).map((entry) => entry.Value)).toEqual(["a", "b"]);
    expect(entriesOf(LIST, "old").map((entry) => entry.Value)).toEqual(["a", "b", "old"]);
    expect(entriesOf(LIST, ["old"]).map((entry) => entry.Value)).toEqual(["a", "b", "old"]);
    expect(entriesOf(undefined, "x")).toEqual([]);
  });

  it("shows an entry's text and stores its value, and keeps any other text as it is", () => {
    const entries = entriesOf(LIST, null);
    expect(entryText(entries, "b")).toBe("Beta");
    expect(entryValue(entries, "Beta")).toBe("b");
    expect(entryText(entries, "own")).toBe("own");
    expect(entryValue(entries, "own")).toBe("own");
  });

  it("narrows by what is typed, whatever the case", () => {
    expect(matching(entriesOf(LIST, null), "ALPH").map((entry) => entry.Value)).toEqual(["a"]);
    expect(matching(entriesOf(LIST, null), " ").length).toBe(2);
  });
});
