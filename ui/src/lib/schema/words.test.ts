import { describe, expect, it } from "vitest";
import { field, objectOf } from "../../testing/schema";
import { entryOf, fieldOf, issuesOf, keyOf } from "./places";
import { keyLabel, keyValue, rulesOf, tellingKeys } from "./words";

describe("the rules of a field", () => {
  it("are told in words", () => {
    const list = {
      Name: "L",
      AllowNonConfiguredPicklistEntries: true,
      PicklistEntries: [{ Value: "a", DisplayText: "A", Sequence: 1, IsDeprecated: false }],
    };
    const strict = field("A", {
      IsRequired: true,
      IsUnique: true,
      Length: 1,
      PicklistName: "L",
      DefaultValue: "a",
    });
    expect(rulesOf(strict, objectOf([strict], [list]))).toEqual([
      "required",
      "unique",
      "at most 1 character",
      "one of 1 entry",
      "other values too",
      "new: a",
    ]);
    expect(rulesOf(field("B"), objectOf([]))).toEqual([]);
  });

  it("of a new field leave out what is as usual", () => {
    const Keys = Object.entries({
      DisplayName: "A",
      Length: 5,
      IsUnique: false,
      IsNullable: true,
      ReadAccess: "All",
    });
    const keys = Keys.map(([Key, New]) => ({ Key, Old: null, New }));
    const added = tellingKeys({ Kind: "Added", Part: "Field", Name: "A", Keys: keys });
    expect(added.map((key) => key.Key)).toEqual(["Length"]);
    expect(tellingKeys({ Kind: "Changed", Part: "Field", Name: "A", Keys: keys })).toHaveLength(5);
  });

  it("have names and values that people read, and unknown ones as they are", () => {
    expect([keyLabel("Length"), keyValue("DataType", "Int")]).toEqual(["Longest text", "Whole number"]);
    expect([keyLabel("Odd"), keyValue("Odd", { a: 1 })]).toEqual(["Odd", '{"a":1}']);
    expect(keyLabel("Entry:x")).toBe("Entry “x”");
    expect(keyValue("Entry:x", { DisplayText: "X", IsDeprecated: true })).toBe("X (deprecated)");
    expect(keyValue("DefaultValue", null)).toBe("—");
  });
});

describe("the issues of a schema", () => {
  it("are told at their places", () => {
    const at = (Place: string): { Place: string; Message: string } => ({ Place, Message: "" });
    expect(keyOf(at("Edits[0].Changes.Length"))).toBe("Length");
    expect([keyOf(at("FieldMetadata[3].Scale")), fieldOf(at("FieldMetadata[3].Scale"))]).toEqual([
      "Scale",
      3,
    ]);
    const entry = at("PicklistMetadata[2].PicklistEntries[1].Value");
    expect([entryOf(entry), fieldOf(entry)]).toEqual([1, null]);
    expect(entryOf(at("Edits[0].Name"))).toBeNull();
  });

  it("of any other refusal have none", () => {
    const answer = {
      Success: false,
      StatusCode: "Forbidden" as const,
      Errors: [{ Message: "Read-only.", Code: "ReadOnly" as const }],
    };
    expect(issuesOf(answer)).toEqual([{ Place: "", Message: "Read-only." }]);
  });
});
