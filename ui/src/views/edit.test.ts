import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import {
  buttonIn,
  type Desk,
  formOf,
  hold,
  input,
  messageOf,
  openContact,
  openDesk,
  retype,
  save,
  sentBodies,
} from "../testing/desk";

const FEW = { contacts: 12 };

async function deskOn(n: number, backend = new FakeBackend({ ...FEW })): Promise<Desk> {
  const desk = await openDesk({}, backend);
  await openContact(desk, n);
  return desk;
}

function stored(desk: Desk, n: number): Record<string, unknown> {
  return desk.backend.store.find({ by: "ExternalId", value: externalIdOf(n) }) ?? {};
}

describe("an edit", () => {
  it("is counted, can be reverted, and touches nothing that is stored", async () => {
    const desk = await deskOn(3);
    const before = input("Title").value;
    await retype(desk, "Title", "Archivist");
    expect(screen.getByTestId("change-count").textContent).toBe("1 change");
    await desk.user.click(screen.getByRole("button", { name: "Revert Title" }));
    expect(input("Title").value).toBe(before);
    expect(screen.queryByTestId("change-count")).toBeNull();
    expect(desk.backend.requests).toEqual([]);
  });

  it("is judged by the book while it is typed", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Email", "not an address");
    await waitFor(() => expect(messageOf("Email")).toContain("is not an e-mail address"));
    expect(input("Email").getAttribute("aria-invalid")).toBe("true");
    await retype(desk, "Email", "ada@example.org");
    await waitFor(() => expect(input("Email").getAttribute("aria-invalid")).toBe("false"));
  });

  it("leaves in sight what needs attention in the fields it does not touch", async () => {
    const backend = new FakeBackend({ ...FEW });
    const read = backend.readContact.bind(backend);
    const fault = {
      Code: "TooLong" as const,
      Field: "Title",
      Message: "Title is longer than it may be now.",
    };
    backend.readContact = async (key) => {
      const reply = await read(key);
      return { ...reply, answer: { ...reply.answer, Warnings: [fault] } };
    };
    const desk = await deskOn(3, backend);
    expect(messageOf("Title")).toContain("longer than it may be now");
    await retype(desk, "Email", "not an address");
    await waitFor(() => expect(messageOf("Email")).toContain("is not an e-mail address"));
    expect(messageOf("Title")).toContain("longer than it may be now");
    await retype(desk, "Title", "Clerk");
    await waitFor(() => expect(messageOf("Title")).not.toContain("longer than it may be now"));
  });

  it("brings its composed field along as a proposal", async () => {
    const desk = await deskOn(3);
    const last = input("LastName").value;
    await retype(desk, "FirstName", "Ada");
    expect(input("Name").value).toBe(`Ada ${last}`);
    expect(messageOf("Name")).toContain("Proposed");
    expect(screen.getByTestId("change-count").textContent).toBe("2 changes");
  });

  it("stays when another record is opened, is marked in the list, and is there on return", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    await openContact(desk, 5);
    expect(screen.getAllByRole("img", { name: "Has unsaved changes" }).length).toBe(1);
    await openContact(desk, 3);
    expect(input("Title").value).toBe("Archivist");
  });

  it("survives a change from elsewhere, while the fields that were not touched show it", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    desk.backend.store.update(stored(desk, 3) as never, { Department: "Elsewhere" }, "command line");
    await waitFor(() => expect(input("Department").value).toBe("Elsewhere"));
    expect(input("Title").value).toBe("Archivist");
    await save(desk);
    await screen.findByTestId("saved");
    expect(stored(desk, 3)).toMatchObject({ Title: "Archivist", Department: "Elsewhere" });
  });
});

describe("a save", () => {
  it("sends the changed fields alone, with the ETag the form was read at", async () => {
    const desk = await deskOn(3);
    const etag = stored(desk, 3)["ETag"];
    await retype(desk, "Title", "Archivist");
    await save(desk);
    await screen.findByTestId("saved");
    expect(sentBodies(desk)).toEqual([{ Title: "Archivist", ETag: etag }]);
    expect(stored(desk, 3)["Title"]).toBe("Archivist");
  });

  it("clears an emptied text with null", async () => {
    const desk = await deskOn(3);
    await desk.user.clear(input("Phone"));
    await save(desk);
    await screen.findByTestId("saved");
    expect(sentBodies(desk)[0]).toMatchObject({ Phone: null });
    expect(stored(desk, 3)["Phone"]).toBeNull();
  });

  it("does nothing while nothing is changed", async () => {
    const desk = await deskOn(3);
    await save(desk);
    expect(desk.backend.requests).toEqual([]);
    expect(screen.getByTestId("save").hasAttribute("disabled")).toBe(true);
  });

  it("is taken back by Undo beside the word Saved", async () => {
    const desk = await deskOn(3);
    const before = input("Title").value;
    await retype(desk, "Title", "Archivist");
    await save(desk);
    await screen.findByTestId("saved");
    await desk.user.click(buttonIn("saved", "Undo"));
    await waitFor(() => expect(input("Title").value).toBe(before));
    expect(screen.getByTestId("notice").textContent).toContain("Change undone");
  });

  it("is taken back by Ctrl+Z outside a text, and brought back by Ctrl+Shift+Z", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    await save(desk);
    await screen.findByTestId("saved");
    screen.getByTestId("list").focus();
    await desk.user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(input("Title").value).not.toBe("Archivist"));
    await desk.user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    await waitFor(() => expect(input("Title").value).toBe("Archivist"));
  });

  it("loses no key typed while it travels", async () => {
    const backend = new FakeBackend({ ...FEW });
    const desk = await deskOn(3, backend);
    await retype(desk, "Title", "Arch");
    const release = hold(backend, "updateContact");
    await save(desk);
    await desk.user.type(input("Title"), "ivist");
    release();
    await waitFor(() => expect(stored(desk, 3)["Title"]).toBe("Arch"));
    await waitFor(() => expect(screen.getByTestId("save").hasAttribute("disabled")).toBe(false));
    expect(input("Title").value).toBe("Archivist");
  });

  it("keeps a doubtful value and says so under its field", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Phone", "ask at the desk");
    await save(desk);
    await screen.findByTestId("saved");
    expect(messageOf("Phone")).toContain("is not a telephone number");
    expect(stored(desk, 3)["Phone"]).toBe("ask at the desk");
  });

  it("says what failed when the book does not answer, and keeps the edit", async () => {
    const backend = new FakeBackend({ ...FEW });
    const desk = await deskOn(3, backend);
    vi.spyOn(backend, "updateContact").mockRejectedValueOnce({ message: "The disk is full.", hint: null });
    await retype(desk, "Title", "Archivist");
    await save(desk);
    await waitFor(() => expect(screen.getByTestId("failure").textContent).toContain("The disk is full."));
    expect(input("Title").value).toBe("Archivist");
    await save(desk);
    await screen.findByTestId("saved");
  });
});

describe("a new contact", () => {
  it("is created under the key it was given, and opens as any other", async () => {
    const desk = await openDesk(FEW);
    await desk.user.keyboard("{Control>}n{/Control}");
    await waitFor(() => expect(document.activeElement?.id).toBe("field-ExternalId"));
    await desk.user.keyboard("key-1");
    await desk.user.type(input("FirstName"), "Ada");
    await desk.user.type(input("LastName"), "Byron");
    expect(input("Name").value).toBe("Ada Byron");
    await save(desk);
    await formOf("key-1");
    expect(sentBodies(desk)[0]).toEqual({
      ExternalId: "key-1",
      Name: "Ada Byron",
      FirstName: "Ada",
      LastName: "Byron",
    });
    await waitFor(() => expect(screen.getByTestId("count").textContent).toBe("13 contacts"));
  });

  it("waits with what was typed while another record is looked at", async () => {
    const desk = await openDesk(FEW);
    await desk.user.keyboard("{Control>}n{/Control}");
    await waitFor(() => expect(document.activeElement?.id).toBe("field-ExternalId"));
    await desk.user.keyboard("key-1");
    await openContact(desk, 3);
    await desk.user.click(screen.getByTestId("continue-new"));
    await waitFor(() => expect(input("ExternalId").value).toBe("key-1"));
  });

  it("is refused under a key that is taken, with the message at the key", async () => {
    const desk = await openDesk(FEW);
    await desk.user.keyboard("{Control>}n{/Control}");
    await waitFor(() => expect(document.activeElement?.id).toBe("field-ExternalId"));
    await desk.user.keyboard(externalIdOf(3));
    await save(desk);
    await screen.findByTestId("error-summary");
    expect(messageOf("ExternalId")).toContain("Another contact has this External ID");
  });
});
