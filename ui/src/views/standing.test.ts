import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, openDesk, rowKeys, violations } from "../testing/desk";

/** A book of six, of which the second has a bad address and the third another title since it was handed over. */
async function book(): Promise<Desk> {
  const desk = await openDesk({ contacts: 6 });
  const { store } = desk.backend;
  change(desk, 2, { Email: "nowhere" });
  await desk.backend.transfer.handOverChanges(store.changes.length);
  change(desk, 3, { Title: "Pilot" });
  return desk;
}

function change({ backend: { store } }: Desk, n: number, fields: Record<string, string>): void {
  const record = store.find({ by: "ExternalId", value: externalIdOf(n) });
  if (record) store.update(record, fields, "command line");
}

function view(name: RegExp): Promise<HTMLElement> {
  return screen.findByRole("button", { name }, { timeout: 5_000 });
}

describe("the views of what is left to do", () => {
  it("tell how many contacts are in them, and show these", async () => {
    const { user } = await book();
    await user.click(await view(/^Needs attention \(1 contact\)/));
    await waitFor(() => expect(rowKeys()).toEqual([externalIdOf(2)]));
    expect(screen.getByTestId("count").textContent).toBe("1 of 6");
    await user.click(await view(/^Changed since the last export \(1 contact\)/));
    await waitFor(() => expect(rowKeys()).toEqual([externalIdOf(3)]));
    expect(await violations()).toEqual([]);
  });

  it("count anew when something changes, and go with what is searched besides", async () => {
    const desk = await book();
    await view(/^Needs attention \(1 contact\)/);
    change(desk, 4, { Email: "nobody", Title: "Pilot" });
    await desk.user.click(await view(/^Needs attention \(2 contacts\)/));
    await view(/^Changed since the last export \(2 contacts\)/);
    await desk.user.type(screen.getByRole("searchbox"), " title:pilot");
    await waitFor(() => expect(rowKeys()).toEqual([externalIdOf(4)]));
    change(desk, 2, { Email: "a@example.org" });
    change(desk, 4, { Email: "b@example.org" });
    await view(/^Needs attention.*\(0 contacts\)/);
    expect(await screen.findByText("Nothing found")).toBeTruthy();
  });
});
