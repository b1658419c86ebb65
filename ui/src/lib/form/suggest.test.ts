import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../ipc/fake/fake";
import { suggestReferences } from "./suggest";

describe("suggestions for a reference", () => {
  it("are those of the book whose name holds what was typed, each once", async () => {
    const found = await suggestReferences(new FakeBackend({ contacts: 60 }), "Account", "brightw");
    expect(found.map((reference) => reference.Name)).toEqual(["Brightwater Logistics"]);
    expect(found[0]?.Id).not.toBe("");
  });

  it("are found by a text that a query would read as more than words", async () => {
    const backend = new FakeBackend({ contacts: 1 });
    backend.store.seed({ Account: { Id: "1", Name: 'Ltd: "Quoted' } }, "2026-01-01T00:00:00.000Z");
    const found = await suggestReferences(backend, "Account", 'ltd: "');
    expect(found).toEqual([{ Id: "1", Name: 'Ltd: "Quoted' }]);
  });

  it("are none, and nothing is asked, while nothing is typed", async () => {
    const backend = new FakeBackend({ contacts: 5 });
    const asked = vi.spyOn(backend, "listValues");
    expect(await suggestReferences(backend, "Account", "  ")).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
  });
});
