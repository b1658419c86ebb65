import { describe, expect, it } from "vitest";
import {
  addGroup,
  type Arrangement,
  changesOf,
  moved,
  moveField,
  onto,
  putField,
  removeGroup,
  renameGroup,
  toggleColumn,
} from "./arrange";

const START: Arrangement = {
  Groups: [
    { Name: "a", Label: "A", Fields: ["A1", "A2"] },
    { Name: "b", Label: "B", Fields: ["B1"] },
  ],
  ListColumns: ["A1", "B1"],
};

function fields(arrangement: Arrangement): string[][] {
  return arrangement.Groups.map((group) => group.Fields);
}

describe("an arrangement", () => {
  it("has its fields moved by one place, over the edge of a group too", () => {
    expect(fields(moveField(START, "A1", 1))).toEqual([["A2", "A1"], ["B1"]]);
    expect(fields(moveField(START, "A2", 1))).toEqual([["A1"], ["A2", "B1"]]);
    expect(fields(moveField(START, "B1", -1))).toEqual([["A1", "A2", "B1"], []]);
    expect(fields(moveField(START, "A1", -1))).toEqual(fields(START));
    expect(fields(moveField(START, "none", 1))).toEqual(fields(START));
  });

  it("loses no field when a group goes", () => {
    expect(fields(removeGroup(START, 1))).toEqual([["A1", "A2", "B1"]]);
    expect(fields(removeGroup(START, 0))).toEqual([["A1", "A2", "B1"]]);
    const one = removeGroup(START, 0);
    expect(removeGroup(one, 0)).toBe(one);
  });

  it("has new groups under names of their own", () => {
    const twice = addGroup(addGroup(START, "New"), "New");
    expect(new Set(twice.Groups.map((group) => group.Name)).size).toBe(4);
    expect(renameGroup(twice, 3, "Mine").Groups[3]?.Label).toBe("Mine");
    expect(fields(putField(twice, "A1", 3))).toEqual([["A2"], ["B1"], [], ["A1"]]);
  });

  it("has columns taken in and out", () => {
    expect(toggleColumn(START, "A2").ListColumns).toEqual(["A1", "B1", "A2"]);
    expect(toggleColumn(START, "A1").ListColumns).toEqual(["B1"]);
    expect(moved(["x", "y"], 1, 1)).toEqual(["x", "y"]);
  });

  it("asks only for what differs, without empty groups", () => {
    expect(changesOf(START, addGroup(START, "Empty"))).toEqual({});
    expect(changesOf(START, toggleColumn(START, "A1"))).toEqual({ ListColumns: ["B1"] });
    expect(Object.keys(changesOf(START, renameGroup(START, 0, "X")))).toEqual(["Groups"]);
  });
});

describe("an arrangement on a layout that is another by now", () => {
  const isField = (name: string): boolean => name !== "Gone";
  const WITH_NEW: Arrangement = {
    Groups: [
      { Name: "a", Label: "A", Fields: ["A2"] },
      { Name: "b", Label: "B", Fields: ["B1", "New"] },
      { Name: "c", Label: "C", Fields: ["C1"] },
    ],
    ListColumns: ["B1"],
  };

  it("follows it where nothing was moved, and where what was moved is stored", () => {
    expect(onto(START, START, WITH_NEW, isField)).toEqual(WITH_NEW);
    const draft = toggleColumn(addGroup(moveField(START, "A1", 1), "Empty"), "B1");
    const stored = { ...draft, Groups: draft.Groups.slice(0, 2) };
    expect(onto(draft, START, stored, isField)).toEqual(stored);
  });

  it("stays as it is where the layout says the same, a group that is empty yet with it", () => {
    const draft = addGroup(START, "Empty");
    expect(onto(draft, START, structuredClone(START), isField)).toBe(draft);
  });

  it("keeps what was moved, has the fields that came and none that went", () => {
    const draft = moveField(addGroup(START, "Empty"), "B1", -1);
    const { Groups, ListColumns } = onto(draft, START, WITH_NEW, isField);
    expect(Groups.map(({ Name, Fields }) => [Name, Fields])).toEqual([
      ["a", ["A2", "B1"]],
      ["b", ["New"]],
      [draft.Groups[2]?.Name, []],
      ["c", ["C1"]],
    ]);
    expect(ListColumns).toEqual(["B1"]);
    const columns = { ...START, ListColumns: ["Gone", "B1", "A1"] };
    expect(onto(columns, START, WITH_NEW, isField)).toEqual({ ...WITH_NEW, ListColumns: ["B1", "A1"] });
  });
});
