import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import type { JsonValue } from "../lib/ipc/types";
import {
  buttonIn,
  type Desk,
  formOf,
  input,
  messageOf,
  openContact,
  openDesk,
  retype,
  save,
  violations,
} from "../testing/desk";

type Stored = Record<string, JsonValue>;

function book(): FakeBackend {
  return new FakeBackend({ contacts: 12 });
}

async function deskOn(n: number, backend = book()): Promise<Desk> {
  const desk = await openDesk({}, backend);
  await openContact(desk, n);
  return desk;
}

function stored({ backend }: Desk, n: number): Stored {
  return backend.store.find({ by: "ExternalId", value: externalIdOf(n) }) ?? {};
}

/** What the host keeps of a contact. */
function kept(desk: Desk, n: number): Stored | undefined {
  return desk.backend.drafts.kept.get(String(stored(desk, n)["Id"]))?.edits;
}

/** The window goes and another comes up on the same book. */
async function again({ backend }: Desk): Promise<Desk> {
  cleanup();
  return openDesk({}, backend);
}

describe("what is typed", () => {
  it("is kept without being saved, and is no change of the book", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    await waitFor(() => expect(kept(desk, 3)).toEqual({ Title: "Archivist" }));
    const draft = desk.backend.drafts.calls.at(-1);
    expect(draft).toMatchObject({
      key: { by: "ExternalId", value: externalIdOf(3) },
      etag: stored(desk, 3)["ETag"],
      base: { Title: stored(desk, 3)["Title"] },
      title: stored(desk, 3)["Name"],
    });
    expect(desk.backend.requests).toEqual([]);
  });

  it.each([
    ["the window is left", () => window.dispatchEvent(new Event("blur"))],
    ["the page goes", () => window.dispatchEvent(new Event("pagehide"))],
    ["the window is hidden", () => document.dispatchEvent(new Event("visibilitychange"))],
    ["the field is left", () => input("Title").dispatchEvent(new FocusEvent("focusout", { bubbles: true }))],
  ])("is kept at once when %s", async (_name, leave) => {
    const desk = await deskOn(3);
    const keep = vi.spyOn(desk.backend, "keepDraft");
    await desk.user.click(input("Title"));
    // In one breath: no pause of typing ends meanwhile.
    void fireEvent.input(input("Title"), { target: { value: "x" } });
    leave();
    expect(keep.mock.calls.length).toBe(1);
  });

  it("is dropped once it is saved", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    await waitFor(() => expect(kept(desk, 3)).toBeDefined());
    await save(desk);
    await screen.findByTestId("saved");
    await waitFor(() => expect(kept(desk, 3)).toBeUndefined());
    expect(screen.queryByTestId("unsaved")).toBeNull();
  });

  it("is dropped when it is reverted, and when the contact is deleted", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    await waitFor(() => expect(kept(desk, 3)).toBeDefined());
    await desk.user.click(screen.getByRole("button", { name: "Revert all" }));
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(0));
    await retype(desk, "Title", "Archivist");
    await waitFor(() => expect(kept(desk, 3)).toBeDefined());
    await desk.user.click(screen.getByTestId("delete"));
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(0));
  });

  it("is told when it cannot be kept, once, and stays in the form", async () => {
    const desk = await deskOn(3);
    const failing = vi.spyOn(desk.backend, "keepDraft");
    failing.mockRejectedValue({ message: "The disk is full.", hint: null });
    await retype(desk, "Title", "Archivist");
    await waitFor(() => expect(screen.getByTestId("notice").textContent).toContain("The disk is full."));
    expect(input("Title").value).toBe("Archivist");
  });
});

describe("after a restart", () => {
  async function left(edits: Record<string, string>): Promise<Desk> {
    const desk = await deskOn(3);
    for (const [field, text] of Object.entries(edits)) await retype(desk, field, text);
    await waitFor(() => expect(kept(desk, 3)).toMatchObject(edits));
    return again(desk);
  }

  it("the edits stand in the form again, marked, and can be saved", async () => {
    const desk = await left({ Title: "Archivist" });
    expect((await screen.findByTestId("unsaved")).textContent).toContain("Unsaved edits (1)");
    await openContact(desk, 3);
    expect(input("Title").value).toBe("Archivist");
    expect(screen.getByTestId("restored").textContent).toContain("were kept");
    expect(screen.getByTestId("change-count").textContent).toBe("1 change");
    expect(await violations()).toEqual([]);
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)["Title"]).toBe("Archivist");
    expect(screen.queryByText(/were kept/)).toBeNull();
  });

  it("they are listed, and opened by a click", async () => {
    const desk = await left({ Title: "Archivist" });
    const list = await screen.findByTestId("unsaved");
    expect(screen.getAllByRole("img", { name: "Has unsaved changes" }).length).toBe(1);
    await desk.user.click(within(list).getByRole("button", { name: String(stored(desk, 3)["Name"]) }));
    await formOf(externalIdOf(3));
    expect(input("Title").value).toBe("Archivist");
  });

  it("they are discarded when the person says so", async () => {
    const desk = await left({ Title: "Archivist" });
    await openContact(desk, 3);
    await desk.user.click(screen.getByTestId("discard-draft"));
    expect(input("Title").value).toBe(String(stored(desk, 3)["Title"] ?? ""));
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(0));
    expect(screen.queryByTestId("unsaved")).toBeNull();
  });

  it("a proposed edit is a proposal still", async () => {
    const desk = await left({ FirstName: "Ada" });
    await openContact(desk, 3);
    expect(messageOf("Name")).toContain("Proposed");
  });

  it("what was changed on both sides meanwhile is contested and decided", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    await retype(desk, "Fax", "1");
    await waitFor(() => expect(kept(desk, 3)).toMatchObject({ Title: "Mine", Fax: "1" }));
    cleanup();
    desk.backend.store.update(stored(desk, 3), { Title: "Theirs", Department: "Moved" }, "command line");
    const next = await again(desk);
    await openContact(next, 3);
    expect(messageOf("Title")).toContain("Now stored: Theirs");
    expect([input("Title").value, input("Department").value]).toEqual(["Mine", "Moved"]);
    await next.user.click(await screen.findByRole("button", { name: "Keep all of mine" }));
    await save(next);
    await screen.findByTestId("saved");
    expect(stored(next, 3)).toMatchObject({ Title: "Mine", Fax: "1", Department: "Moved" });
  });

  it("edits that are stored by now are no edits any longer", async () => {
    const desk = await left({ Title: "Archivist" });
    desk.backend.store.update(stored(desk, 3), { Title: "Archivist" }, "command line");
    await openContact(desk, 3);
    expect(screen.queryByTestId("change-count")).toBeNull();
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(0));
  });

  it("a contact deleted meanwhile is shown whole, and created again from it", async () => {
    const desk = await left({ Title: "Archivist" });
    const before = stored(desk, 3);
    desk.backend.store.remove(before, "command line");
    const list = await screen.findByTestId("unsaved");
    await desk.user.click(within(list).getByRole("button", { name: String(before["Name"]) }));
    await screen.findByTestId("gone");
    expect(input("LastName").value).toBe(before["LastName"]);
    await desk.user.click(buttonIn("gone", "Create it again"));
    await waitFor(() => expect(stored(desk, 3)["Title"]).toBe("Archivist"));
    expect(stored(desk, 3)).toMatchObject({ LastName: before["LastName"], Email: before["Email"] });
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(0));
  });

  it("edits of a contact deleted meanwhile are discarded when the person says so", async () => {
    const desk = await left({ Title: "Archivist" });
    const before = stored(desk, 3);
    desk.backend.store.remove(before, "command line");
    const list = await screen.findByTestId("unsaved");
    await desk.user.click(within(list).getByRole("button", { name: String(before["Name"]) }));
    await screen.findByTestId("gone");
    await desk.user.click(screen.getByTestId("discard-gone"));
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(0));
    expect(screen.queryByTestId("record")).toBeNull();
  });

  it("a damaged file of drafts is told", async () => {
    const backend = book();
    backend.drafts.notice = "The file of unsaved edits could not be read.";
    await openDesk({}, backend);
    await waitFor(() => expect(screen.getByTestId("notice").textContent).toContain("could not be read"));
  });

  it("a read-only book shows none and keeps none", async () => {
    const desk = await left({ Title: "Archivist" });
    cleanup();
    Object.assign(desk.backend.options, { readOnly: true });
    await openDesk({}, desk.backend);
    await openContact(desk, 3);
    expect(input("Title").value).toBe(String(stored(desk, 3)["Title"] ?? ""));
    expect(screen.queryByTestId("unsaved")).toBeNull();
    expect(desk.backend.drafts.kept.size).toBe(1);
  });
});

describe("a new contact that was begun", () => {
  it("is there after a restart, goes on where it was, and its draft ends with its creation", async () => {
    const desk = await openDesk({}, book());
    await desk.user.keyboard("{Control>}n{/Control}");
    await waitFor(() => expect(document.activeElement?.id).toBe("field-ExternalId"));
    await desk.user.keyboard("key-1");
    await desk.user.type(input("LastName"), "Byron");
    await waitFor(() =>
      expect(desk.backend.drafts.kept.get(null)?.edits).toMatchObject({ LastName: "Byron" }),
    );
    const next = await again(desk);
    await next.user.click(await screen.findByTestId("continue-new"));
    expect([input("ExternalId").value, input("LastName").value]).toEqual(["key-1", "Byron"]);
    expect(screen.getByTestId("restored").textContent).toContain("were kept");
    await next.user.type(input("FirstName"), "Ada");
    await save(next);
    await formOf("key-1");
    await waitFor(() => expect(next.backend.drafts.kept.size).toBe(0));
  });

  it("is cleared when the person says so", async () => {
    const desk = await openDesk({}, book());
    await desk.user.keyboard("{Control>}n{/Control}");
    await waitFor(() => expect(document.activeElement?.id).toBe("field-ExternalId"));
    await desk.user.keyboard("key-1");
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(1));
    await desk.user.click(screen.getByRole("button", { name: "Clear" }));
    await waitFor(() => expect(desk.backend.drafts.kept.size).toBe(0));
  });
});
