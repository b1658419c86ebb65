import { describe, expect, it } from "vitest";
import { type Last, lastQuestion, loadLast, saveLast } from "./last";

const LAST: Last = {
  book: "~/Kith",
  view: "bounced",
  seen: {
    search: "berlin",
    filters: [{ field: "IsEmailBounced", values: [true, null, { Id: "1", Name: "Acme" }] }],
    sort: [{ field: "Name", descending: true }],
    columns: ["Name", "Email"],
  },
  differs: true,
  isFirst: false,
  open: { key: { by: "ExternalId", value: "a" }, tab: "history" },
};

function kept(value: unknown): Last | null {
  localStorage.setItem("kith.last", JSON.stringify(value));
  return loadLast();
}

describe("what a window showed last", () => {
  it("is remembered, and asked for as it was seen", () => {
    saveLast(LAST);
    expect(loadLast()).toEqual(LAST);
    const { columns, ...asked } = LAST.seen;
    expect(lastQuestion()).toEqual({ ...asked, fields: columns, offset: 0, limit: 0 });
  });

  it("is not asked for where the host gives it unasked", () => {
    expect(lastQuestion({ ...LAST, isFirst: true })).toBeNull();
    expect(lastQuestion(null)).toBeNull();
  });

  it("is nothing where what was kept is damaged", () => {
    localStorage.setItem("kith.last", "{");
    expect(loadLast()).toBeNull();
    for (const bad of [null, [], 7, {}, { ...LAST, book: 1 }, { ...LAST, seen: null }]) {
      expect([bad, kept(bad)]).toEqual([bad, null]);
    }
    const seen = (change: object): unknown => ({ ...LAST, seen: { ...LAST.seen, ...change } });
    for (const bad of [
      { search: null },
      { filters: [{ field: "A" }] },
      { sort: [{ field: "A" }] },
      { sort: "Name" },
      { columns: [1] },
    ]) {
      expect([bad, kept(seen(bad))]).toEqual([bad, null]);
    }
  });

  it("has no contact open where that is damaged", () => {
    for (const open of [1, {}, { key: { by: "Name", value: "a" } }, { key: { by: "Id" } }]) {
      expect(kept({ ...LAST, open })?.open).toBeNull();
    }
    expect(kept({ ...LAST, open: { key: { by: "Id", value: "1" }, tab: "x" } })?.open?.tab).toBe("record");
  });

  it("costs nothing but the memory where the store refuses", () => {
    const full = {
      setItem: () => {
        throw new Error("full");
      },
    };
    expect(() => saveLast(LAST, full)).not.toThrow();
  });
});
