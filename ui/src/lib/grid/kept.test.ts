import { describe, expect, it } from "vitest";
import { layoutOf } from "../../testing/schema";
import type { RecordKey } from "../ipc/types";
import { sameFilters, toggledValue, valuesOf, withValues } from "./filters";
import { byPlace, inOrder, missingOf, NONE, readKeys, toggledKey, withKeys, withoutIds } from "./selection";
import { freshName, knownOf, labelled, sameSeen, type Seen, seenIn, viewOf, withView } from "./views";

const SEEN: Seen = {
  search: "berlin",
  filters: [{ field: "Account", values: [{ Id: "1", Name: "Acme" }, null] }],
  sort: [
    { field: "Name", descending: false },
    { field: "Title", descending: true },
  ],
  columns: ["Name", "Title"],
};

function key(value: string): RecordKey {
  return { by: "ExternalId", value };
}

describe("filters", () => {
  it("have one for each field, and none without values", () => {
    const two = withValues(withValues([], "A", ["x"]), "B", [true]);
    expect(withValues(two, "A", ["x", "y"])).toEqual([
      { field: "A", values: ["x", "y"] },
      { field: "B", values: [true] },
    ]);
    expect(withValues(two, "A", [])).toEqual([{ field: "B", values: [true] }]);
    expect(valuesOf(two, "C")).toEqual([]);
  });

  it("take and lose a value, whatever it is", () => {
    const acme = { Id: "1", Name: "Acme" };
    expect(toggledValue([null], acme)).toEqual([null, acme]);
    expect(toggledValue([null, { Name: "Acme", Id: "1" }], acme)).toEqual([null]);
    expect(toggledValue([{ $number: "0.30" }], { $number: "0.30" })).toEqual([]);
  });

  it("are the same in any order", () => {
    const a = [
      { field: "A", values: ["x", null] },
      { field: "B", values: [1] },
    ];
    const b = [
      { field: "B", values: [1] },
      { field: "A", values: [null, "x"] },
    ];
    expect(sameFilters(a, b)).toBe(true);
    expect(sameFilters(a, b.slice(1))).toBe(false);
    expect(sameFilters(a, [...b.slice(0, 1), { field: "A", values: ["x"] }])).toBe(false);
  });
});

describe("a view", () => {
  const layout = layoutOf({ ListColumns: ["Name", "Email"] });

  it("gives back what it was made of", () => {
    expect(seenIn(viewOf("v", "Mine", SEEN), layout)).toEqual(SEEN);
  });

  it("without columns of its own has those of the list", () => {
    const view = { ...viewOf("v", "Mine", SEEN), Columns: [] };
    expect(seenIn(view, layout).columns).toEqual(["Name", "Email"]);
  });

  it("is another one by its search, filters, order or columns", () => {
    expect(sameSeen(SEEN, { ...SEEN, search: " berlin " })).toBe(true);
    expect(sameSeen(SEEN, { ...SEEN, search: "bonn" })).toBe(false);
    expect(sameSeen(SEEN, { ...SEEN, filters: [] })).toBe(false);
    expect(sameSeen(SEEN, { ...SEEN, sort: SEEN.sort.toReversed() })).toBe(false);
    expect(sameSeen(SEEN, { ...SEEN, columns: ["Title", "Name"] })).toBe(false);
  });

  it("loses what there is no field for any more", () => {
    expect(knownOf(SEEN, (name) => name === "Title")).toEqual({
      search: "berlin",
      filters: [],
      sort: [{ field: "Title", descending: true }],
      columns: ["Title"],
    });
  });

  it("takes the place of the one of its name, and a name of its own otherwise", () => {
    const one = viewOf("view-1", "Mine", SEEN);
    const saved = withView([one], { ...one, Label: "Ours" });
    expect(saved.map((view) => view.Label)).toEqual(["Ours"]);
    expect(freshName(layoutOf({ SavedViews: saved }))).toBe("view-2");
    expect(freshName(layoutOf({ SavedViews: [viewOf("view-2", "", SEEN)] }))).toBe("view-3");
    expect(labelled(saved, " OURS")?.Name).toBe("view-1");
    expect(labelled(saved, "Our")).toBeUndefined();
  });
});

describe("a selection", () => {
  it("holds records by their keys", () => {
    const two = withKeys(NONE, [key("a"), key("b")]);
    expect([...toggledKey(two, key("a")).values()]).toEqual([key("b")]);
    expect(toggledKey(two, { by: "Id", value: "a" }).size).toBe(3);
    expect(withoutIds(two, ["ExternalId:c"])).toBe(two);
    expect(NONE.size).toBe(0);
  });

  it("is handed out in the order of the list, what is not in it last", () => {
    const selection = withKeys(NONE, [key("hidden"), key("b"), key("a")]);
    expect(inOrder(selection, [key("a"), key("x"), key("b")])).toEqual([key("a"), key("b"), key("hidden")]);
  });

  it("is sorted by places too, and knows what is gone", () => {
    expect(byPlace([key("a"), key("b"), key("c")], [7, null, 2])).toEqual([key("c"), key("a"), key("b")]);
    expect(missingOf([key("a"), key("b")], [key("b"), { by: "Id", value: "a" }])).toEqual([key("a")]);
  });

  it("of very many is read in runs, until it is not wanted any more", async () => {
    const asked: number[] = [];
    const fetch = (offset: number, limit: number): Promise<RecordKey[]> => {
      asked.push(limit);
      return Promise.resolve(Array.from({ length: limit }, (_, at) => key(String(offset + at))));
    };
    const keys = await readKeys(fetch, 10, 120_010, () => true);
    expect([keys?.length, keys?.[0]?.value, keys?.at(-1)?.value]).toEqual([120_000, "10", "120009"]);
    expect(asked).toEqual([50_000, 50_000, 20_000]);
    expect(await readKeys(fetch, 0, 100, () => false)).toBeNull();
  });
});
