import { screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { openDesk } from "../testing/desk";
import { addField, choose, goToTab, openFields, review } from "../testing/fields";

const FULL = { message: "The disk is full.", hint: null };

describe("what could not be changed of the fields", () => {
  it("is told where the person looks at the proposal", async () => {
    const desk = await openDesk();
    vi.spyOn(desk.backend, "changeSchema").mockRejectedValue(FULL);
    await openFields(desk);
    await addField(desk, "Balance", "Decimal");
    await review(desk);
    await desk.user.click(screen.getByTestId("apply"));
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
    expect(screen.getByTestId("proposal")).toBeTruthy();
  });

  it("is told once, where nothing is chosen and in the part that needs attention too", async () => {
    const desk = await openDesk();
    vi.spyOn(desk.backend, "exportSchema").mockRejectedValue(FULL);
    await openFields(desk);
    for (const tab of ["Fields", "Picklists", "Form and list", "History", "Needs attention"]) {
      await goToTab(desk, tab);
      expect(screen.queryByRole("alert")).toBeNull();
      await desk.user.click(within(screen.getByTestId("fields")).getByRole("button", { name: "Export…" }));
      expect((await screen.findAllByRole("alert")).length).toBe(1);
    }
    await goToTab(desk, "Fields");
    await choose(desk, "Fax");
    await desk.user.click(within(screen.getByTestId("fields")).getByRole("button", { name: "Export…" }));
    expect((await screen.findAllByRole("alert")).length).toBe(1);
  });
});
