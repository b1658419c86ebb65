import { describe, expect, it } from "vitest";
import type { ListQuery } from "../types";
import { FakeBackend } from "./fake";

/** A query of everything, but for what the test is about. */
function ask(over: Partial<ListQuery> = {}): ListQuery {
  const sort = [{ field: "Name", descending: false }];
  return { search: "", filters: [], sort, fields: ["Title"], offset: 0, limit: 100, ...over };
}

function few(): FakeBackend {
  const fake = new FakeBackend({ contacts: 0 });
  const people = [
    { ExternalId: "a", Name: "Ann Lee", Title: "Chief", IsEmailBounced: true },
    { ExternalId: "b", Name: "Bo Lee", Title: "Clerk" },
    { ExternalId: "c", Name: "Cy Annan", Title: null },
  ];
  for (const person of people) fake.store.seed(person, "2026-01-01T00:00:00.000Z");
  return fake;
}

async function keysOf(search: string): Promise<string[]> {
  const page = await few().listContacts(ask({ search }));
  return page.rows.map((row) => row.key.value);
}

describe("the fake's query", () => {
  it.each([
    ["ann", ["a", "c"]],
    ['"ann lee"', ["a"]],
    ["lee -bo", ["a"]],
    ["title:cl", ["b"]],
    ["title:=chief", ["a"]],
    ["title:none", ["c"]],
    ["is:bounced", ["a"]],
    ["modified:>2027-01-01", []],
  ])("finds by %s", async (search, keys) => {
    expect(await keysOf(search)).toEqual(keys);
  });

  it("says where it is wrong", async () => {
    const { wrong } = await few().listContacts(ask({ search: 'lee "ann' }));
    expect([wrong?.at, wrong?.length]).toEqual([4, 4]);
    expect((await few().listContacts(ask({ search: "nofield:x" }))).wrong?.length).toBe(7);
  });

  it("marks what it found, in the columns that were asked for", async () => {
    const page = await few().listContacts(ask({ search: "ann" }));
    expect(page.rows[1]?.marks).toEqual({ Name: [[3, 6]] });
    expect(Object.keys(page.rows[0]?.values ?? {})).toContain("Title");
  });
});

describe("the fake's list", () => {
  it("counts a field's values without the field's own filter, the most frequent first", async () => {
    const filters = [{ field: "Title", values: ["Chief"] }];
    const { values, distinct } = await few().listValues(ask({ filters, search: "lee" }), "Title", "", 1);
    expect([values, distinct]).toEqual([[{ value: "Chief", count: 1 }], 2]);
  });

  it("finds a record's place, the next row that begins with a text, and a run of keys", async () => {
    const fake = few();
    expect(await fake.listPlace(ask(), { by: "ExternalId", value: "c" })).toBe(2);
    expect(await fake.listPlace(ask(), { by: "ExternalId", value: "x" })).toBeNull();
    expect([await fake.listJump(ask(), "a", 1), await fake.listJump(ask(), "x", 0)]).toEqual([0, null]);
    expect(await fake.listKeys(ask({ offset: 1, limit: 1 }))).toEqual([{ by: "ExternalId", value: "b" }]);
  });

  it("writes a table in the order of the keys", async () => {
    const keys = ["b", "a"].map((value) => ({ by: "ExternalId" as const, value }));
    expect(await few().copyContacts(keys, ["Name", "Title"])).toBe(
      "Name\tTitle\nBo Lee\tClerk\nAnn Lee\tChief\n",
    );
  });

  it("is not ready at first where a test wants that", async () => {
    const fake = new FakeBackend({ contacts: 10, preparing: 2 });
    expect((await fake.deskState()).firstPage).toBeNull();
    expect((await fake.listContacts(ask({ search: "a" }))).rows).toEqual([]);
    expect((await fake.listContacts(ask())).preparing).toEqual({ done: 5, total: 10 });
    expect((await fake.listContacts(ask())).preparing).toBeNull();
  });
});
