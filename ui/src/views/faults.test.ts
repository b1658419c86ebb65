import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import type { Reply } from "../lib/ipc/types";
import { formOf, messageOf, openContact, openDesk, retype } from "../testing/desk";

const FAULT = { Code: "TooLong" as const, Field: "Title", Message: "Title is longer than it may be now." };

/** A book whose contacts have a title that is too long by now, or may be as long as it is. */
function book(): { backend: FakeBackend; tooLong: boolean } {
  const made = { backend: new FakeBackend({ contacts: 6 }), tooLong: true };
  const read = made.backend.readContact.bind(made.backend);
  made.backend.readContact = async (key): Promise<Reply> => {
    const reply = await read(key);
    return made.tooLong ? { ...reply, answer: { ...reply.answer, Warnings: [FAULT] } } : reply;
  };
  return made;
}

describe("what needs attention in a record", () => {
  it("stays in sight when one read is overtaken by the next", async () => {
    const { backend } = book();
    const desk = await openDesk({}, backend);
    await openContact(desk, 3);
    const read = backend.readContact.bind(backend);
    let arrive: () => void = () => undefined;
    const gate = new Promise<void>((open) => (arrive = open));
    const reads = vi.spyOn(backend, "readContact");
    reads.mockImplementationOnce((key) => gate.then(() => read(key)));
    const key = { by: "ExternalId" as const, value: externalIdOf(3) };
    const tell = (changeId: string): void =>
      backend.store.tell({ changeId, keys: [key], schema: false, gone: true });
    tell("1");
    tell("2");
    await waitFor(() => expect(reads.mock.calls.length).toBe(2));
    await reads.mock.results[1]?.value;
    arrive();
    await reads.mock.results[0]?.value;
    await retype(desk, "Fax", "1");
    expect(messageOf("Title")).toContain("longer than it may be now");
  });

  it("is asked for once when the fields change", async () => {
    const { backend } = book();
    const desk = await openDesk({}, backend);
    await openContact(desk, 3);
    const reads = vi.spyOn(backend, "readContact");
    await backend.changeSchema([{ UpdateField: { Name: "Title", Changes: { DisplayName: "Rank" } } }], false);
    await screen.findByLabelText("Rank");
    await retype(desk, "Fax", "1");
    expect(reads.mock.calls.length).toBe(1);
  });

  it("is what the fields say today when the record is come back to from its kept draft", async () => {
    const made = book();
    const desk = await openDesk({}, made.backend);
    await openContact(desk, 3);
    await retype(desk, "Fax", "1");
    await openContact(desk, 2);
    made.tooLong = false;
    const unsaved = await screen.findByTestId("unsaved");
    await desk.user.click(within(unsaved).getByRole("button"));
    await formOf(externalIdOf(3));
    await waitFor(() => expect(messageOf("Title")).not.toContain("longer than it may be now"));
  });
});
