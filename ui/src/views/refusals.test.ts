import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { schema } from "../lib/ipc/fake/schema";
import { externalIdOf } from "../lib/ipc/fake/people";
import {
  buttonIn,
  type Desk,
  hold,
  input,
  messageOf,
  openContact,
  openDesk,
  retype,
  save,
  sentBodies,
} from "../testing/desk";
import { refusal } from "../testing/schema";

const FEW = { contacts: 12 };

async function deskOn(n: number, backend = new FakeBackend({ ...FEW })): Promise<Desk> {
  const desk = await openDesk({}, backend);
  await openContact(desk, n);
  return desk;
}

function stored(desk: Desk, n: number): Record<string, never> {
  return (desk.backend.store.find({ by: "ExternalId", value: externalIdOf(n) }) ?? {}) as Record<
    string,
    never
  >;
}

describe("a refused save (400)", () => {
  it("marks every field in error, puts the keyboard in the first and links to each from a summary", async () => {
    const desk = await deskOn(3);
    await retype(desk, "MailingCountryCode", "ZZZ");
    await retype(desk, "Email", "no address");
    await retype(desk, "Birthdate", "yesterday");
    await save(desk);
    const summary = await screen.findByTestId("error-summary");
    expect(summary.textContent).toContain("3 things to put right");
    for (const name of ["MailingCountryCode", "Email", "Birthdate"]) {
      expect(input(name).getAttribute("aria-invalid")).toBe("true");
      expect(messageOf(name)).not.toBe("");
    }
    // The first in the answer's order: the schema's.
    await waitFor(() => expect(document.activeElement).toBe(input("Email")));
    await desk.user.click(within(summary).getByRole("button", { name: /^Birthdate/ }));
    await waitFor(() => expect(document.activeElement).toBe(input("Birthdate")));
    expect(stored(desk, 3)["Email"]).not.toBe("no address");
  });

  it("is told at once to those who listen, and goes when all is put right", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Email", "no address");
    await save(desk);
    expect((await screen.findByTestId("error-summary")).getAttribute("role")).toBe("alert");
    await retype(desk, "Email", "ada@example.org");
    await waitFor(() => expect(screen.queryByTestId("error-summary")).toBeNull());
  });

  it("describes each field by its message", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Email", "no address");
    await save(desk);
    await screen.findByTestId("error-summary");
    const described = document.getElementById(input("Email").getAttribute("aria-describedby") ?? "");
    expect(described?.textContent).toContain("is not an e-mail address");
  });
});

describe("a forbidden save (403)", () => {
  it("says why and leaves the form readable", async () => {
    const backend = new FakeBackend({ ...FEW });
    const desk = await deskOn(3, backend);
    await retype(desk, "Title", "Archivist");
    Object.assign(backend.options, { readOnly: true });
    await save(desk);
    const banner = await screen.findByTestId("forbidden");
    expect(banner.textContent).toContain("The book is open read-only");
    expect(input("Title").value).toBe("Archivist");
  });
});

describe("a record that is gone (404)", () => {
  async function goneDesk(): Promise<Desk> {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    desk.backend.store.remove(stored(desk, 3), "command line");
    await screen.findByTestId("gone");
    return desk;
  }

  it("offers to create it again from what the form shows", async () => {
    const desk = await goneDesk();
    await desk.user.click(buttonIn("gone", "Create it again"));
    await waitFor(() => expect(stored(desk, 3)["Title"]).toBe("Archivist"));
    expect(sentBodies(desk)[0]).toMatchObject({ ExternalId: externalIdOf(3), Title: "Archivist" });
  });

  it("offers to close it", async () => {
    const desk = await goneDesk();
    await desk.user.click(buttonIn("gone", "Close"));
    expect(await screen.findByText("No contact open")).toBeTruthy();
  });

  it("keeps what was typed when it cannot be created again", async () => {
    const desk = await goneDesk();
    const answer = refusal([{ Code: "ReadOnly", Message: "Not here." }], "Forbidden");
    vi.spyOn(desk.backend, "createContact").mockResolvedValue({ answer, httpStatus: 403, changeId: null });
    await desk.user.click(buttonIn("gone", "Create it again"));
    await screen.findByTestId("forbidden");
    expect(input("Title").value).toBe("Archivist");
    expect(input("ExternalId").value).toBe(externalIdOf(3));
  });
});

describe("a stale record", () => {
  it("is not overwritten: the desk offers to reload it, the edits kept", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    desk.backend.store.update(stored(desk, 3), { Title: "Theirs", Department: "Moved" }, "command line");
    await waitFor(() => expect(messageOf("Title")).toContain("Now stored: Theirs"));
    await save(desk);
    await screen.findByTestId("stale");
    expect(stored(desk, 3)["Title"]).toBe("Theirs");
    await desk.user.click(buttonIn("stale", "Keep my edits"));
    await waitFor(() => expect(screen.queryByTestId("stale")).toBeNull());
    expect(input("Title").value).toBe("Mine");
    expect(input("Department").value).toBe("Moved");
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)["Title"]).toBe("Mine");
  });

  it("is decided field by field, and then saved", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    await retype(desk, "Department", "Mine too");
    desk.backend.store.update(stored(desk, 3), { Title: "Theirs", Department: "Moved" }, "command line");
    await desk.user.click(await screen.findByRole("button", { name: "Take what is stored in Title" }));
    expect(input("Title").value).toBe("Theirs");
    await desk.user.click(screen.getByRole("button", { name: "Keep my edit of Department" }));
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)).toMatchObject({ Title: "Theirs", Department: "Mine too" });
  });

  it("gives way to what is stored when the person says so", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    desk.backend.store.update(stored(desk, 3), { Title: "Theirs" }, "command line");
    await save(desk);
    await screen.findByTestId("stale");
    await desk.user.click(buttonIn("stale", "Take what is stored"));
    await waitFor(() => expect(input("Title").value).toBe("Theirs"));
    expect(screen.queryByTestId("change-count")).toBeNull();
  });

  it("is overwritten only when the person has switched the refusal off", async () => {
    const desk = await deskOn(3);
    await desk.user.click(screen.getByRole("tab", { name: "Request" }));
    await desk.user.click(screen.getByRole("switch", { name: /Refuse if changed/ }));
    await desk.user.click(screen.getByRole("tab", { name: "Record" }));
    await retype(desk, "Title", "Mine");
    desk.backend.store.update(stored(desk, 3), { Title: "Theirs" }, "command line");
    await save(desk);
    await screen.findByTestId("saved");
    expect(sentBodies(desk)[0]).toEqual({ Title: "Mine" });
  });
});

describe("a check that comes late", () => {
  it("says nothing about what is no longer in the field", async () => {
    const backend = new FakeBackend({ ...FEW });
    const desk = await deskOn(3, backend);
    const release = hold(backend, "checkContact");
    await retype(desk, "Email", "no address");
    await waitFor(() => expect(backend.checkContact).toHaveBeenCalled());
    await desk.user.click(screen.getByRole("button", { name: "Revert Email" }));
    release();
    await desk.user.keyboard("{Shift}");
    expect(messageOf("Email")).toBe("");
  });
});

describe("a book that is open read-only", () => {
  it("says so, shows everything and offers nothing that would change it", async () => {
    const desk = await deskOn(3, new FakeBackend({ ...FEW, readOnly: true }));
    expect(screen.getByTestId("read-only").textContent).toContain("read-only");
    expect(input("Title").readOnly).toBe(true);
    expect(screen.queryByTestId("save")).toBeNull();
    expect(screen.queryByTestId("new")).toBeNull();
    expect(screen.queryByTestId("delete")).toBeNull();
    await desk.user.type(input("Title"), "x");
    expect(screen.queryByTestId("change-count")).toBeNull();
    await desk.user.keyboard("{Control>}n{/Control}");
    expect(screen.getByTestId("record").dataset["key"]).toBe(externalIdOf(3));
  });
});

describe("the schema", () => {
  it("decides what the form asks for: a field that is added stands among the custom ones", async () => {
    const plain = schema.FieldMetadata.find((field) => field.DataType === "String");
    if (plain === undefined) throw new Error("the shipped schema has a text");
    const custom = { ...plain, FieldName: "Shoe_c", DisplayName: "Shoe size", IsProtected: false };
    const more = { ...schema, FieldMetadata: [...schema.FieldMetadata, custom] };
    await deskOn(3, new FakeBackend({ ...FEW, schema: more }));
    expect(screen.getByRole("region", { name: "Custom fields" }).contains(input("Shoe_c"))).toBe(true);
    expect(screen.getByLabelText("Shoe size")).toBe(input("Shoe_c"));
  });
});
