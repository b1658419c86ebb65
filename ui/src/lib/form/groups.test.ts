import { describe, expect, it } from "vitest";
import { layout, schema } from "../ipc/fake/schema";
import { field, layoutOf, objectOf } from "../../testing/schema";
import { blankRecord, createGroups, formGroups } from "./groups";

const GROUPS = [
  { Name: "sys", Label: "System", Fields: ["Stamp"] },
  { Name: "main", Label: "Main", Fields: ["B", "A", "Gone", "Unknown"] },
  { Name: "none", Label: "Nothing", Fields: ["Secret"] },
];
const THING = objectOf([
  field("A"),
  field("B"),
  field("Custom"),
  field("Gone", { IsDeprecated: true }),
  field("Secret", { ReadAccess: "None" }),
  field("Stamp", { WriteAccess: "None" }),
]);

function names(groups: ReturnType<typeof formGroups>): [string, string[]][] {
  return groups.map((group) => [group.name, group.fields.map((entry) => entry.FieldName)]);
}

describe("the form's groups", () => {
  it("follow the layout, without what is hidden and without empty groups", () => {
    expect(names(formGroups(THING, layoutOf({ Groups: GROUPS })))).toEqual([
      ["sys", ["Stamp"]],
      ["main", ["B", "A"]],
    ]);
  });

  it("show every field of the shipped schema once", () => {
    const shown = formGroups(schema, layout).flatMap((group) => group.fields.map((entry) => entry.FieldName));
    expect(shown.toSorted()).toEqual(schema.FieldMetadata.map((entry) => entry.FieldName).toSorted());
  });

  it("begin with the key for a new record, writable, and leave out what Kith writes", () => {
    const groups = createGroups(schema, layout);
    expect(groups[0]?.fields.map((entry) => [entry.FieldName, entry.WriteAccess])).toEqual([
      ["ExternalId", "All"],
    ]);
    const rest = groups.slice(1).flatMap((group) => group.fields);
    expect(rest.filter((entry) => entry.WriteAccess === "None")).toEqual([]);
  });

  it("ask of a new record nothing that is numbered or computed", () => {
    const thing = objectOf([
      field("A"),
      field("Number", { DataType: "AutoNumber" }),
      field("Sum", { DataType: "Rollup" }),
    ]);
    const layout = layoutOf({
      Groups: [
        { Name: "a", Label: "A", Fields: ["A"] },
        { Name: "b", Label: "B", Fields: ["Number", "Sum"] },
      ],
    });
    expect(names(createGroups(thing, layout))).toEqual([["a", ["A"]]]);
  });

  it("start a new record from the schema's defaults", () => {
    const blank = blankRecord(objectOf([field("A", { DefaultValue: false }), field("B")]));
    expect(blank).toEqual({ A: false, B: null });
  });
});
