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

/** The choice of a side for a field that was changed here and elsewhere. */
function side(field: string, which: "mine" | "theirs"): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(
    `[data-testid=stale] [data-field="${field}"] [data-side="${which}"]`,
  );
  if (found === null) throw new Error(`nothing to choose for ${field}`);
  return found;
}

/** Changes a contact from elsewhere, and waits until what is to be chosen is told. */
async function changedElsewhere(desk: Desk, n: number, fields: Record<string, string>): Promise<HTMLElement> {
  desk.backend.store.update(stored(desk, n), fields, "command line");
  return screen.findByTestId("stale");
}

/** Does something without the window being told. */
function unheard({ backend }: Desk, work: () => unknown): void {
  const listeners = [...backend.store.listeners];
  backend.store.listeners.clear();
  work();
  for (const listener of listeners) backend.store.listeners.add(listener);
}

describe("a stale record", () => {
  it("shows the three versions of what was changed on both sides, and tells the rest", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    await retype(desk, "Fax", "12");
    const before = String(stored(desk, 3)["Title"] ?? "—");
    const panel = await changedElsewhere(desk, 3, { Title: "Theirs", Department: "Moved" });
    const row = within(panel).getByRole("group", { name: "Title" });
    expect(row.textContent.replace(/\s+/g, " ")).toContain(`Before${before}`);
    expect(within(row).getAllByRole("radio")).toEqual([side("Title", "theirs"), side("Title", "mine")]);
    expect(side("Title", "mine").labels?.[0]?.textContent.replace(/\s+/g, "")).toBe("MineMine");
    expect(within(panel).getByText("Changed elsewhere alone, taken over: Department")).toBeTruthy();
    expect(within(panel).getByText("Changed by you alone, kept: Fax")).toBeTruthy();
    expect([input("Title").value, input("Department").value]).toEqual(["Mine", "Moved"]);
    expect(messageOf("Title")).toContain("Now stored: Theirs");
  });

  it("is not overwritten: a save leads to what is to be chosen", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    await changedElsewhere(desk, 3, { Title: "Theirs" });
    await desk.user.click(screen.getByRole("tab", { name: "History" }));
    await save(desk);
    await waitFor(() => expect(document.activeElement).toBe(side("Title", "theirs")));
    expect(stored(desk, 3)["Title"]).toBe("Theirs");
    expect(sentBodies(desk)).toEqual([]);
  });

  it("is chosen field by field by keyboard, chosen otherwise, and then saved", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    await retype(desk, "Department", "Mine too");
    const panel = await changedElsewhere(desk, 3, { Title: "Theirs", Department: "Moved" });
    expect(within(panel).getByText("2 fields to choose")).toBeTruthy();
    await save(desk);
    await waitFor(() => expect(document.activeElement).toBe(side("Title", "theirs")));
    await desk.user.keyboard(" ");
    expect(input("Title").value).toBe("Theirs");
    await save(desk);
    await waitFor(() => expect(document.activeElement).toBe(side("Department", "theirs")));
    await desk.user.keyboard(" ");
    await desk.user.click(side("Department", "mine"));
    expect(within(panel).getByText("Everything is chosen. Save to store it.")).toBeTruthy();
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)).toMatchObject({ Title: "Theirs", Department: "Mine too" });
    expect(Object.keys(sentBodies(desk)[0] ?? {})).toEqual(["Department", "ETag"]);
    expect(screen.queryByTestId("stale")).toBeNull();
  });

  it("keeps every edit when the person says so", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    await changedElsewhere(desk, 3, { Title: "Theirs", Department: "Moved" });
    await desk.user.click(buttonIn("stale", "Keep all of mine"));
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)).toMatchObject({ Title: "Mine", Department: "Moved" });
  });

  it("gives way to what is stored when the person says so", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    await changedElsewhere(desk, 3, { Title: "Theirs" });
    await desk.user.click(buttonIn("stale", "Take all of theirs"));
    expect(input("Title").value).toBe("Theirs");
    expect(screen.queryByTestId("change-count")).toBeNull();
    expect(screen.queryByTestId("stale")).toBeNull();
    expect(sentBodies(desk)).toEqual([]);
  });

  it("whose change came unheard is read when the save is refused, and shown then", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    unheard(desk, () => desk.backend.store.update(stored(desk, 3), { Title: "Theirs" }, "command line"));
    await save(desk);
    await screen.findByTestId("stale");
    await waitFor(() => expect(document.activeElement).toBe(side("Title", "theirs")));
    await desk.user.keyboard("{ArrowDown}");
    await desk.user.click(side("Title", "mine"));
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)["Title"]).toBe("Mine");
  });

  it("whose change touches no edit says so when the save is refused, and is saved then", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Mine");
    unheard(desk, () => desk.backend.store.update(stored(desk, 3), { Department: "Moved" }, "command line"));
    await save(desk);
    const panel = await screen.findByTestId("stale");
    expect(await within(panel).findByText(/taken over: Department/)).toBeTruthy();
    expect(within(panel).queryByRole("radio")).toBeNull();
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)).toMatchObject({ Title: "Mine", Department: "Moved" });
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
