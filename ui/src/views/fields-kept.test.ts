import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { buttonIn, openDesk } from "../testing/desk";
import { addField, apply, goToTab, openFields, openLayout, setting } from "../testing/fields";
import { fieldNamed } from "../testing/schema";

describe("what is being edited in the fields", () => {
  it("waits while a file is looked at", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Half a name", "Picklist");
    await desk.user.click(screen.getByTestId("entry-add"));
    await desk.user.keyboard("Red");
    const Field = { ...fieldNamed(desk.backend.schema, "Title"), FieldName: "Nick" };
    desk.backend.schemaFile = { name: "org.json", edits: [{ AddField: { Field } }] };
    await desk.user.click(buttonIn("fields", "Import…"));
    const proposal = await screen.findByTestId("proposal");
    expect(screen.queryByRole("textbox", { name: "Label" })).toBeNull();
    await desk.user.click(within(proposal).getByRole("button", { name: "Close" }));
    expect(setting("DisplayName").value).toBe("Half a name");
    expect(screen.getAllByDisplayValue("Red").length).toBe(2);
  });

  it("waits while another part is looked at", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Half a name", "String");
    await goToTab(desk, "Picklists");
    expect(screen.queryByRole("textbox", { name: "Label" })).toBeNull();
    await desk.user.click(screen.getByRole("button", { name: "New picklist" }));
    await desk.user.type(screen.getByRole("textbox", { name: "Name" }), "Colours");
    await goToTab(desk, "History");
    await goToTab(desk, "Fields");
    expect(setting("DisplayName").value).toBe("Half a name");
    await goToTab(desk, "Picklists");
    expect(screen.getByDisplayValue("Colours")).toBeTruthy();
  });

  it("is one part's own: what is proposed in it is shown in no other", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await goToTab(desk, "Picklists");
    await desk.user.click(screen.getByRole("button", { name: "New picklist" }));
    await goToTab(desk, "Fields");
    await addField(desk, "Nickname", "String");
    await desk.user.click(within(screen.getByTestId("field-editor")).getByTestId("review"));
    expect((await screen.findAllByTestId("proposal")).length).toBe(1);
  });
});

describe("an arrangement that is not saved yet", () => {
  it("stays while the fields change, and has the field that came", async () => {
    const desk = await openDesk();
    const groups = await openLayout(desk);
    const first = (): string | null | undefined =>
      groups.querySelector('[data-group="identity"] [data-field]')?.getAttribute("data-field");
    await desk.user.click(screen.getByRole("button", { name: "Move Name up" }));
    expect(first()).toBe("Name");
    await goToTab(desk, "Fields");
    await addField(desk, "Nickname", "String");
    await apply(desk);
    await goToTab(desk, "Form and list");
    await waitFor(() => expect(groups.querySelector('[data-field="Nickname"]')).toBeTruthy());
    expect(first()).toBe("Name");
    await desk.user.click(screen.getByTestId("layout-save"));
    await waitFor(() => expect(desk.backend.manager.layout.Groups[0]?.Fields[0]).toBe("Name"));
    await waitFor(() => expect(screen.getByTestId("layout-save").hasAttribute("disabled")).toBe(true));
  });

  it("goes when the shipped layout is asked for", async () => {
    const desk = await openDesk();
    const groups = await openLayout(desk);
    await desk.user.click(screen.getByRole("button", { name: "Move Name up" }));
    await desk.user.click(screen.getByRole("button", { name: "Take Account out of the list" }));
    await desk.user.click(screen.getByRole("button", { name: "Back to the shipped layout" }));
    await waitFor(() =>
      expect(groups.querySelector("[data-field]")?.getAttribute("data-field")).toBe("Salutation"),
    );
    expect(screen.getByRole("button", { name: "Take Account out of the list" })).toBeTruthy();
    expect(screen.getByTestId("layout-save").hasAttribute("disabled")).toBe(true);
  });
});
