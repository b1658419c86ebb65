import { describe, expect, it } from "vitest";
import { field } from "../../testing/schema";
import { DATA_TYPES, editableKeys, editsOf, nameFrom, newField, withKey, withType } from "./draft";

describe("a field's draft", () => {
  it("becomes an edit of what was changed, and of nothing else", () => {
    const before = field("A", { Length: 10, Description: "Help" });
    expect(editsOf(before, before)).toEqual([]);
    const shorter = withKey(withKey(before, "Length", 5), "Description", undefined);
    expect(editsOf(before, shorter)).toEqual([
      { UpdateField: { Name: "A", Changes: { Description: null, Length: 5 } } },
    ]);
  });

  it("keeps every digit of its default", () => {
    const before = field("A", { DataType: "Decimal" });
    const after = withKey(before, "DefaultValue", { $number: "12345678901234567890.1234" });
    expect(editsOf(before, after)).toEqual([
      { UpdateField: { Name: "A", Changes: { DefaultValue: { $number: "12345678901234567890.1234" } } } },
    ]);
  });

  it("of another type lets go what does not belong to it", () => {
    const text = {
      ...newField(),
      DisplayName: "Sum",
      FieldName: "Sum",
      Format: "email" as const,
      IsUnique: true,
    };
    const decimal = withType(text, "Decimal");
    expect(decimal).toMatchObject({ DisplayName: "Sum", DataType: "Decimal", Precision: 18, Scale: 2 });
    expect(Object.keys(decimal)).not.toContain("Length");
    expect(Object.keys(decimal)).not.toContain("Format");
    expect(withType({ ...text, IsRequired: true }, "AutoNumber").IsRequired).toBe(false);
  });

  it("is sent with its picklist before it", () => {
    const list = {
      Name: "L",
      AllowNonConfiguredPicklistEntries: false,
      PicklistEntries: [{ Value: "b", DisplayText: "", Sequence: 9, IsDeprecated: false }],
    };
    const [first, second] = editsOf(null, { ...withType(newField(), "Picklist"), PicklistName: "L" }, list);
    expect(first).toMatchObject({
      PutPicklist: { Picklist: { PicklistEntries: [{ DisplayText: "b", Sequence: 1 }] } },
    });
    expect(second).toHaveProperty("AddField");
  });

  it("offers of every type only what says something for it", () => {
    for (const type of DATA_TYPES) {
      const keys = editableKeys(withType(newField(), type), true, false);
      expect(keys.has("FieldName") && keys.has("DisplayName"), type).toBe(true);
      expect(keys.has("Precision"), type).toBe(type === "Decimal" || type === "Currency");
      expect(keys.has("PicklistName"), type).toBe(type === "Picklist" || type === "MultiPicklist");
    }
    expect([...editableKeys(field("Id"), false, true)]).toEqual(["DisplayName", "Description", "IsSortable"]);
    expect(editableKeys(field("A"), false, false).has("DataType")).toBe(false);
  });

  it("proposes a name that the schema takes", () => {
    expect(nameFrom("Année de naissance (1re)")).toBe("AnneeDeNaissance1re");
    expect(nameFrom("  ")).toBe("");
    expect(nameFrom("x".repeat(99))).toHaveLength(58);
  });
});
