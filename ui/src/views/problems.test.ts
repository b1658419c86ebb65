import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, formOf, input, openDesk, save } from "../testing/desk";
import { focusList } from "../testing/list";

/** A book whose second contact has a bad address, and the fourth a bad address and a country that is none. */
async function book(): Promise<Desk> {
  const desk = await openDesk({ contacts: 6 });
  const { store } = desk.backend;
  const spoil = (n: number, fields: Record<string, string>): void => {
    const record = store.find({ by: "ExternalId", value: externalIdOf(n) });
    if (record) store.update(record, fields, "command line");
  };
  spoil(2, { Email: "nowhere" });
  spoil(4, { Email: "nobody", MailingCountryCode: "ZZZ" });
  await focusList();
  return desk;
}

/** Waits until a contact is open with the keyboard in a field. */
async function isAt(n: number, field: string): Promise<void> {
  await formOf(externalIdOf(n));
  await waitFor(() => expect(document.activeElement).toBe(input(field)));
}

function told(): string {
  return screen.getByTestId("notice").textContent.replace(/\s+/g, " ").trim();
}

describe("the contacts that need attention, by keyboard", () => {
  it("are opened one after the other and back, the keyboard in the field that does", async () => {
    const desk = await book();
    await desk.user.keyboard("{F8}");
    await isAt(2, "Email");
    expect(told()).toMatch(/^1 of 2: .*nowhere/);
    await desk.user.keyboard("{F8}");
    await isAt(4, "Email");
    expect(told()).toMatch(/^2 of 2: /);
    await desk.user.keyboard("{Shift>}{F8}{/Shift}");
    await isAt(2, "Email");
    await desk.user.keyboard("{Shift>}{F8}{/Shift}");
    await isAt(4, "Email");
    await desk.user.keyboard("{F8}");
    await isAt(2, "Email");
  });

  it("are put right and left behind, from the first to the last", async () => {
    const desk = await book();
    await desk.user.keyboard("{F8}");
    await isAt(2, "Email");
    await desk.user.clear(input("Email"));
    await desk.user.keyboard("a@example.org");
    await save(desk);
    await screen.findByTestId("saved");
    await waitFor(() => expect(told()).toMatch(/^Put right\. 1 more contact needs attention.*Next$/));
    await desk.user.keyboard("{F8}");
    await isAt(4, "Email");
    await desk.user.clear(input("Email"));
    await save(desk);
    await screen.findByTestId("saved");
    expect(told()).not.toContain("Put right");
    await desk.user.keyboard("{F8}");
    await isAt(4, "MailingCountryCode");
    await desk.user.clear(input("MailingCountryCode"));
    await save(desk);
    await waitFor(() => expect(told()).toBe("Put right. No other contact needs attention"));
    await desk.user.keyboard("{F8}");
    await waitFor(() => expect(told()).toBe("No contact needs attention"));
  });

  it("are passed over where others have put them right or deleted them meanwhile", async () => {
    const desk = await book();
    await desk.user.keyboard("{F8}");
    await isAt(2, "Email");
    const record = desk.backend.store.find({ by: "ExternalId", value: externalIdOf(4) });
    if (record) desk.backend.store.remove(record, "command line");
    await desk.user.keyboard("{F8}");
    await waitFor(() => expect(told()).toMatch(/^1 of 1: /));
    await isAt(2, "Email");
  });

  it("are read through once, not for each", async () => {
    const desk = await book();
    const reads = vi.spyOn(desk.backend, "contactsNeedingAttention");
    await desk.user.keyboard("{F8}");
    await isAt(2, "Email");
    await desk.user.keyboard("{F8}");
    await isAt(4, "Email");
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("are none where there are none, and a failure is told", async () => {
    const desk = await openDesk({ contacts: 6 });
    await focusList();
    await desk.user.keyboard("{F8}");
    await waitFor(() => expect(told()).toBe("No contact needs attention"));
    vi.spyOn(desk.backend, "contactsNeedingAttention").mockRejectedValueOnce(new Error("The disk is gone."));
    await desk.user.keyboard("{F8}");
    await waitFor(() => expect(told()).toContain("The disk is gone."));
    await desk.user.keyboard("{F8}");
    await waitFor(() => expect(told()).toBe("No contact needs attention"));
  });
});
