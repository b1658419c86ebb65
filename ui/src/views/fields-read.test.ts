import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { openDesk } from "../testing/desk";
import { goToTab, openFields } from "../testing/fields";

const EDITS = [{ UpdateField: { Name: "Title", Changes: { Length: 5 } } }];

describe.each([
  ["History", "schemaHistory", "schema-history"],
  ["Needs attention", "contactsNeedingAttention", "attention"],
] as const)("the part %s of the fields", (tab, method, testid) => {
  it("is read once when it is shown, and once with every change of the fields", async () => {
    const desk = await openDesk();
    const reads = vi.spyOn(desk.backend, method);
    await openFields(desk);
    await goToTab(desk, tab);
    await waitFor(() => expect(reads).toHaveBeenCalledTimes(1));
    await desk.backend.changeSchema(EDITS, true);
    await screen.findByTestId(testid);
    expect(reads).toHaveBeenCalledTimes(2);
  });

  it("that could not be read is there once it can be", async () => {
    const desk = await openDesk();
    vi.spyOn(desk.backend, method).mockRejectedValueOnce({ message: "The log is held.", hint: null });
    await openFields(desk);
    await goToTab(desk, tab);
    await screen.findByText("The log is held.");
    await desk.backend.changeSchema(EDITS, true);
    await screen.findByTestId(testid);
    expect(screen.queryByText("The log is held.")).toBeNull();
  });
});
