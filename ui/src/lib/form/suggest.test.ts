import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../ipc/fake/fake";
import { suggestReferences } from "./suggest";

describe("suggestions for a reference", () => {
  it("are those of the book whose name holds what was typed, each once", async () => {
    const found = await suggestReferences(new FakeBackend({ contacts: 60 }), "Account", "brightw");
    expect(found.map((reference) => reference.Name)).toEqual(["Brightwater Logistics"]);
    expect(found[0]?.Id).not.toBe("");
  });

  it("are none, and nothing is asked, while nothing is typed", async () => {
    const backend = new FakeBackend({ contacts: 5 });
    const list = vi.spyOn(backend, "listContacts");
    expect(await suggestReferences(backend, "Account", "  ")).toEqual([]);
    expect(list).not.toHaveBeenCalled();
  });
});
