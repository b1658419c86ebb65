import { describe, expect, it } from "vitest";
import type { SchemaDifference } from "../ipc/types";
import { isOfLayout, layoutKeyLabel, layoutKeyValue, tellingLayoutKeys } from "./layout-words";

const label = (name: string): string => ({ Title: "Job title", Fax: "Fax number" })[name] ?? name;

function difference(over: Partial<SchemaDifference>): SchemaDifference {
  return { Kind: "Changed", Part: "Group", Name: "Company", Keys: [], ...over };
}

describe("a difference of the layout", () => {
  it("is told by the labels of the fields", () => {
    expect(layoutKeyLabel("ListColumns")).toBe("Columns of the list");
    expect(layoutKeyLabel("Odd")).toBe("Odd");
    expect(layoutKeyValue(["Title", "Fax", "Gone"], label)).toBe("Job title, Fax number, Gone");
    expect(layoutKeyValue([], label)).toBe("—");
    expect(layoutKeyValue("Work", label)).toBe("Work");
  });

  it("tells filters, order and fields that follow others in words", () => {
    const filters = [{ Field: "Title", Values: ["CEO", null] }];
    expect(layoutKeyValue(filters, label)).toBe("Job title: CEO / —");
    const sort = [
      { Field: "Title", Descending: true },
      { Field: "Fax", Descending: false },
    ];
    expect(layoutKeyValue(sort, label)).toBe("Job title ↓, Fax number");
    expect(layoutKeyValue([{ Field: "Title", Of: ["Fax", "B"], Separator: " " }], label)).toBe(
      "Job title follows Fax number + B",
    );
  });

  it("says of what is new only what there is, and nothing of what is gone", () => {
    const Keys = [
      { Key: "Label", Old: null, New: "Mine" },
      { Key: "Search", Old: null, New: "" },
      { Key: "Sort", Old: null, New: [] },
      { Key: "Columns", Old: null, New: ["Fax"] },
    ];
    const telling = (Kind: SchemaDifference["Kind"]): string[] =>
      tellingLayoutKeys(difference({ Kind, Part: "View", Keys })).map((key) => key.Key);
    expect([telling("Added"), telling("Deleted"), telling("Changed").length]).toEqual([["Columns"], [], 4]);
    expect([isOfLayout(difference({})), isOfLayout(difference({ Part: "Field" }))]).toEqual([true, false]);
  });
});
