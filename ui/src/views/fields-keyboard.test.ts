import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { buttonIn, type Desk, openDesk } from "../testing/desk";
import { addField, apply, choose, goToTab, openFields, openLayout, review, setting } from "../testing/fields";
import { fieldNamed } from "../testing/schema";

/** Waits until the keyboard is in the part where the chosen one is edited, and the next control in it is the first. */
async function keyboardIsInDetail({ user }: Desk): Promise<void> {
  const detail = screen.getByRole("region", { name: "What was chosen" });
  await waitFor(() => expect(document.activeElement).toBe(detail));
  await user.tab();
  expect(detail.contains(document.activeElement)).toBe(true);
}

describe("the keyboard, after a proposal", () => {
  it("goes on in the editor when the person does", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Nickname", "String");
    await review(desk);
    await desk.user.click(screen.getByRole("button", { name: "Go on editing" }));
    await keyboardIsInDetail(desk);
    expect(document.activeElement).toBe(setting("DisplayName"));
  });

  it("goes on in the editor of what was added, and of what was changed", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Nickname", "String");
    await apply(desk);
    await screen.findByRole("heading", { name: "Nickname" });
    await keyboardIsInDetail(desk);
    await desk.user.keyboard("{End}s");
    await apply(desk);
    await screen.findByRole("heading", { name: "Nicknames" });
    await keyboardIsInDetail(desk);
  });

  it("is in no field that is gone", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Nickname", "String");
    await apply(desk);
    await screen.findByRole("heading", { name: "Nickname" });
    await desk.user.click(screen.getByRole("button", { name: "Delete…" }));
    await screen.findByTestId("proposal");
    await desk.user.click(screen.getByTestId("apply"));
    await screen.findByText("Choose a field to see its rules");
    const detail = screen.getByRole("region", { name: "What was chosen" });
    await waitFor(() => expect(document.activeElement).toBe(detail));
  });

  it("is in the part in sight when a file was looked at", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await goToTab(desk, "Form and list");
    const Field = { ...fieldNamed(desk.backend.schema, "Title"), FieldName: "Nick" };
    desk.backend.schemaFile = { name: "org.json", edits: [{ AddField: { Field } }] };
    await desk.user.click(buttonIn("fields", "Import…"));
    const proposal = await screen.findByTestId("proposal");
    expect(document.activeElement).toBe(within(proposal).getByRole("heading"));
    await desk.user.click(within(proposal).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("tabpanel")));
  });

  it("stays where it is while the fields are changed elsewhere", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await choose(desk, "Fax");
    const edits = [{ UpdateField: { Name: "Title", Changes: { DisplayName: "Rank" } } }];
    setting("DisplayName").focus();
    await desk.backend.changeSchema(edits, false);
    await within(screen.getByTestId("field-list")).findByText("Rank");
    expect(document.activeElement).toBe(setting("DisplayName"));
  });
});

describe("the keyboard, after a save", () => {
  it("is in the arrangement still", async () => {
    const desk = await openDesk();
    await openLayout(desk);
    await desk.user.click(screen.getByRole("button", { name: "Take Account out of the list" }));
    await desk.user.click(screen.getByTestId("layout-save"));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("tabpanel")));
  });
});

describe("the keyboard, with what is moved", () => {
  const on = (): string | null | undefined => document.activeElement?.getAttribute("aria-label");

  it("goes with a column, and turns round at the end", async () => {
    const desk = await openDesk();
    await openLayout(desk);
    const columns = screen.getByTestId("columns");
    const names = (): string[] =>
      within(columns)
        .getAllByRole("listitem")
        .map((item) => item.textContent.trim());
    const [first = "", second = "", third = ""] = names();
    within(columns)
      .getByRole("button", { name: `Move ${third} to the left` })
      .focus();
    await desk.user.keyboard("{Enter}");
    expect(names().slice(0, 3)).toEqual([first, third, second]);
    await waitFor(() => expect(on()).toBe(`Move ${third} to the left`));
    await desk.user.keyboard("{Enter}");
    expect(names().slice(0, 3)).toEqual([third, first, second]);
    await waitFor(() => expect(on()).toBe(`Move ${third} to the right`));
  });

  it("goes with an entry of a picklist, and turns round at the end", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Colour", "Picklist");
    for (const colour of ["Red", "Green", "Blue"]) {
      await desk.user.click(screen.getByTestId("entry-add"));
      await desk.user.keyboard(colour);
    }
    screen.getByRole("button", { name: "Move Red down" }).focus();
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(on()).toBe("Move Red down"));
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(on()).toBe("Move Red up"));
  });

  it("goes with a group, and turns round at the end", async () => {
    const desk = await openDesk();
    const groups = await openLayout(desk);
    const second = groups.querySelectorAll<HTMLElement>("[data-group]")[1];
    const name = second?.getAttribute("aria-label") ?? "";
    within(groups)
      .getByRole("button", { name: `Move the group ${name} up` })
      .focus();
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(on()).toBe(`Move the group ${name} down`));
  });

  it("goes with a field into the next group, and turns round at the end", async () => {
    const desk = await openDesk();
    const groups = await openLayout(desk);
    const fieldsOf = (at: number): (string | undefined)[] =>
      [
        ...(groups.querySelectorAll("[data-group]")[at]?.querySelectorAll<HTMLElement>("[data-field]") ?? []),
      ].map((item) => item.dataset["field"]);
    const last = fieldsOf(0).at(-1) ?? "";
    document.getElementById(`arrange-${last}-down`)?.focus();
    await desk.user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(fieldsOf(1)[0]).toBe(last);
    await waitFor(() => expect(document.activeElement?.id).toBe(`arrange-${last}-down`));
    document.getElementById("arrange-Name-up")?.focus();
    while (fieldsOf(0)[0] !== "Name") await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.id).toBe("arrange-Name-down"));
  });
});
