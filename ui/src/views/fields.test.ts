import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import {
  buttonIn,
  formOf,
  input,
  openContact,
  openDesk,
  retype,
  save,
  sentBodies,
  violations,
} from "../testing/desk";
import { externalIdOf } from "../lib/ipc/fake/people";
import {
  addField,
  apply,
  choose,
  flag,
  goToTab,
  openFields,
  openLayout,
  review,
  setting,
} from "../testing/fields";
import { fieldNamed } from "../testing/schema";

describe("the fields", () => {
  it("are listed in the form's groups with their rules, and searched", async () => {
    const desk = await openDesk();
    await openFields(desk);
    const list = screen.getByTestId("field-list");
    expect(within(list).getByRole("region", { name: "Company" })).toBeTruthy();
    const title = list.querySelector('[data-field="Title"]');
    expect(title?.textContent).toContain("at most 128 characters");
    await desk.user.type(screen.getByLabelText("Search fields"), "mailing cou");
    const found = [...list.querySelectorAll("[data-field]")].map((item) => item.getAttribute("data-field"));
    expect(found).toEqual(["MailingCountry", "MailingCountryCode"]);
    await desk.user.type(screen.getByLabelText("Search fields"), "zzz");
    expect(screen.getByText(/No field matches/)).toBeTruthy();
  });

  it("are listed where two groups have the same heading", async () => {
    const desk = await openDesk();
    const [first, ...rest] = desk.backend.manager.layout.Groups;
    const Groups = [{ ...first, Label: "Deprecated" }, ...rest.map((group) => ({ ...group, Label: "Mine" }))];
    await desk.backend.changeLayout({ Groups });
    await openFields(desk);
    await waitFor(() => expect(screen.getAllByRole("region", { name: "Mine" }).length).toBe(rest.length));
  });

  it("pass a check of accessibility, an editor and a preview open", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Balance", "Decimal");
    expect(await violations()).toEqual([]);
    await review(desk);
    expect(await violations()).toEqual([]);
    await desk.user.click(screen.getByRole("tab", { name: "Form and list" }));
    expect(await violations()).toEqual([]);
  });

  it("are added, and the open contact with its unsaved edits has the new one", async () => {
    const desk = await openDesk({ contacts: 6 });
    await openContact(desk, 3);
    await retype(desk, "Title", "Countess");
    await openFields(desk);
    await addField(desk, "Account balance", "Decimal");
    expect(setting("FieldName").value).toBe("AccountBalance");
    const proposal = await review(desk);
    expect(within(proposal).getByText("Account balance")).toBeTruthy();
    await desk.user.click(screen.getByTestId("apply"));
    expect(await screen.findByText("Fields changed")).toBeTruthy();
    await screen.findByText("AccountBalance", { selector: ".key" });

    await desk.user.click(buttonIn("fields", "Close"));
    await formOf(externalIdOf(3));
    expect(input("Title").value).toBe("Countess");
    await desk.user.type(input("AccountBalance"), "12345678901234567890.1234");
    await save(desk);
    await screen.findByText("Saved");
    const body = desk.backend.requests[0]?.Body ?? "";
    expect(body).toContain('"AccountBalance": 12345678901234567890.1234');
    expect(input("AccountBalance").value).toBe("12345678901234567890.1234");
    expect(sentBodies(desk)[0]).toHaveProperty("Title", "Countess");
  });

  it("name what is wrong at the setting it is about", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await desk.user.click(screen.getByTestId("field-new"));
    await desk.user.type(setting("DisplayName"), "Ä b");
    expect(setting("FieldName").value).toBe("AB");
    await desk.user.clear(setting("FieldName"));
    await desk.user.type(setting("FieldName"), "a-b");
    await desk.user.clear(setting("Length"));
    await desk.user.type(setting("Length"), "9999");
    await desk.user.click(screen.getByTestId("review"));
    await screen.findByTestId("schema-issues");
    const nameMessage = document.getElementById(setting("FieldName").getAttribute("aria-describedby") ?? "");
    expect(nameMessage?.textContent).toContain("letters (A to Z)");
    expect(setting("Length").getAttribute("aria-invalid")).toBe("true");
    expect(setting("DisplayName").getAttribute("aria-invalid")).toBe("false");
  });

  it("show who breaks a tighter rule, and change only as the person chooses", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await choose(desk, "Title");
    await desk.user.clear(setting("Length"));
    await desk.user.type(setting("Length"), "5");
    await review(desk);
    const broken = screen.getByTestId("broken");
    expect(broken.textContent).toMatch(/contacts hold what Title would no longer take/);
    expect(within(broken).getAllByRole("listitem").length).toBe(8);
    expect(screen.queryByTestId("apply")).toBeNull();
    await desk.user.click(screen.getByTestId("leave"));
    expect(setting("Length").value).toBe("5");
    expect(desk.backend.schema.FieldMetadata.find((field) => field.FieldName === "Title")?.Length).toBe(128);

    await review(desk);
    await desk.user.click(screen.getByTestId("keep"));
    await waitFor(() => expect(screen.queryByTestId("proposal")).toBeNull());
    await desk.user.click(screen.getByRole("tab", { name: "Needs attention" }));
    const list = await screen.findByTestId("attention");
    const first = within(list).getAllByRole("button")[0] as HTMLElement;
    const name = first.textContent.trim();
    await desk.user.click(first);
    const record = await screen.findByTestId("record");
    expect(record.textContent).toContain(name);
  });

  it("wait as they were while a contact is looked at", async () => {
    const desk = await openDesk({ contacts: 6 });
    await openFields(desk);
    await addField(desk, "Half a name", "String");
    await desk.user.click(buttonIn("fields", "Close"));
    await openContact(desk, 1);
    await desk.user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
    expect(setting("DisplayName").value).toBe("Half a name");
    expect(setting("FieldName").value).toBe("HalfAName");
  });

  it("are deprecated and brought back, and their change undone", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await choose(desk, "Fax");
    await desk.user.click(screen.getByRole("button", { name: "Deprecate…" }));
    await screen.findByTestId("proposal");
    await desk.user.click(screen.getByTestId("apply"));
    await screen.findByRole("button", { name: "Bring back…" });
    const list = screen.getByTestId("field-list");
    expect(within(list).getByRole("region", { name: "Deprecated" }).textContent).toContain("Fax");

    await desk.user.click(screen.getByRole("tab", { name: "History" }));
    await screen.findByTestId("schema-history");
    await desk.user.click(buttonIn("schema-history", "Undo this change"));
    await waitFor(() => expect(fieldNamed(desk.backend.schema, "Fax").IsDeprecated).toBe(false));
  });

  it("are arranged in groups and columns, which the history tells and takes back", async () => {
    const desk = await openDesk();
    const groups = await openLayout(desk);
    const [first, second] = desk.backend.manager.layout.Groups;
    await desk.user.click(within(groups).getByRole("button", { name: `Move the group ${second?.Label} up` }));
    await desk.user.click(screen.getByRole("button", { name: "Take Phone out of the list" }));
    await desk.user.click(screen.getByTestId("layout-save"));
    await waitFor(() => expect(desk.backend.manager.layout.Groups[0]?.Name).toBe(second?.Name));

    await goToTab(desk, "History");
    const told = (await screen.findByTestId("schema-history")).textContent;
    expect(told).toContain("Form and list");
    expect(told).toMatch(
      /Columns of the list\s*Name, Account, Title, Email, Phone, .* → Name, Account, Title, Email, /,
    );
    expect(told).toMatch(
      new RegExp(`Order of the groups\\s*${first?.Label}, ${second?.Label}, .* → ${second?.Label}, `),
    );
    await desk.user.click(buttonIn("schema-history", "Undo this change"));
    await waitFor(() => expect(desk.backend.manager.layout.Groups[0]?.Name).toBe(first?.Name));
  });

  it("that are custom and empty are deleted; one with values is not", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Nickname", "String");
    await apply(desk);
    await screen.findByRole("heading", { name: "Nickname" });
    const [first] = desk.backend.store.records.values();
    if (first !== undefined) desk.backend.store.update(first, { Nickname: "Ada" }, "desk");
    await desk.user.click(screen.getByRole("button", { name: "Delete…" }));
    expect((await screen.findByTestId("broken")).textContent).toContain("cannot be deleted");
    expect(screen.queryByTestId("keep")).toBeNull();
    await desk.user.click(screen.getByRole("button", { name: "Go on editing" }));
    expect(screen.getByRole("button", { name: "Deprecate…" })).toBeTruthy();
    await choose(desk, "Title");
    expect(screen.queryByRole("button", { name: "Delete…" })).toBeNull();
  });

  it("take a picklist of their own with its entries", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Colour", "Picklist");
    for (const colour of ["Red", "Green"]) {
      await desk.user.click(screen.getByTestId("entry-add"));
      await desk.user.keyboard(colour);
    }
    await desk.user.click(screen.getByRole("button", { name: "Move Green up" }));
    await apply(desk);
    await waitFor(() => {
      const list = desk.backend.schema.PicklistMetadata.find((known) => known.Name === "Colour");
      expect(list?.PicklistEntries.map((entry) => [entry.Value, entry.Sequence])).toEqual([
        ["Green", 1],
        ["Red", 2],
      ]);
    });
    expect(fieldNamed(desk.backend.schema, "Colour").PicklistName).toBe("Colour");
  });

  it("take no picklist along into another type, but to the one of several values with its entries", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Colour", "Picklist");
    await desk.user.click(screen.getByTestId("entry-add"));
    await desk.user.keyboard("Red");
    await desk.user.selectOptions(setting("DataType"), "MultiPicklist");
    const preview = vi.spyOn(desk.backend, "previewSchema");
    await review(desk);
    expect(preview).toHaveBeenLastCalledWith([
      { PutPicklist: { Picklist: expect.objectContaining({ Name: "Colour" }) } },
      { AddField: { Field: expect.objectContaining({ PicklistName: "Colour" }) } },
    ]);

    await desk.user.click(screen.getByRole("button", { name: "Go on editing" }));
    await desk.user.selectOptions(setting("DataType"), "String");
    await review(desk);
    expect(preview).toHaveBeenLastCalledWith([{ AddField: { Field: expect.anything() } }]);
  });

  it("keep the switches they are given, and a value for new contacts", async () => {
    const desk = await openDesk();
    await openFields(desk);
    await addField(desk, "Rating", "Int");
    await desk.user.click(flag("IsRequired"));
    await desk.user.click(flag("IsUnique"));
    await desk.user.type(screen.getByLabelText("Value of a new contact"), "7");
    await apply(desk);
    await waitFor(() => {
      const rating = fieldNamed(desk.backend.schema, "Rating");
      expect(rating).toMatchObject({ IsRequired: true, IsUnique: true, DefaultValue: 7 });
      expect(rating.Length).toBeUndefined();
    });
  });
});

describe("a schema file", () => {
  it("is shown part by part before it is applied", async () => {
    const desk = await openDesk();
    await openFields(desk);
    const Field = { ...fieldNamed(desk.backend.schema, "Title"), FieldName: "Nick", DisplayName: "Nick" };
    desk.backend.schemaFile = { name: "org.json", edits: [{ AddField: { Field } }] };
    await desk.user.click(buttonIn("fields", "Import…"));
    const proposal = await screen.findByTestId("proposal");
    expect(within(proposal).getByRole("heading", { name: "What org.json would change" })).toBeTruthy();
    expect(proposal.querySelector('[data-kind="Added"][data-name="Nick"]')).toBeTruthy();
    await desk.user.click(screen.getByTestId("apply"));
    await waitFor(() => expect(fieldNamed(desk.backend.schema, "Nick").Length).toBe(128));
  });
});

describe("form and list", () => {
  it("are arranged by the keyboard, and the keyboard stays with what moved", async () => {
    const desk = await openDesk();
    const groups = await openLayout(desk);
    document.getElementById("arrange-Name-up")?.focus();
    await desk.user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    const fields = (): (string | null)[] =>
      [...groups.querySelectorAll('[data-group="identity"] [data-field]')].map((item) =>
        item.getAttribute("data-field"),
      );
    await waitFor(() => expect(fields().slice(0, 2)).toEqual(["Name", "Salutation"]));
    await waitFor(() => expect(document.activeElement?.id).toBe("arrange-Name-down"));
    await desk.user.click(screen.getByRole("button", { name: "Take Account out of the list" }));
    await desk.user.click(screen.getByTestId("layout-save"));
    await waitFor(() => expect(desk.backend.manager.layout.ListColumns).not.toContain("Account"));
    expect(desk.backend.manager.layout.Groups[0]?.Fields[0]).toBe("Name");

    await desk.user.click(screen.getByRole("button", { name: "Back to the shipped layout" }));
    await waitFor(() => expect(fields()[0]).toBe("Salutation"));
    expect(desk.backend.manager.layout.ListColumns).toContain("Account");
  });

  it("have groups of the person's own", async () => {
    const desk = await openDesk({ contacts: 6 });
    await openLayout(desk);
    await desk.user.click(screen.getByTestId("group-add"));
    await desk.user.keyboard("Mine");
    await desk.user.selectOptions(screen.getByLabelText("Group of Fax"), "Mine");
    await desk.user.click(screen.getByTestId("layout-save"));
    await waitFor(() => expect(desk.backend.manager.layout.Groups.at(-1)?.Label).toBe("Mine"));
    await desk.user.click(buttonIn("fields", "Close"));
    await openContact(desk, 1);
    expect(await screen.findByRole("heading", { name: "Mine" })).toBeTruthy();
  });
});

describe("a read-only book", () => {
  it("shows its fields and changes none", async () => {
    const desk = await openDesk({ readOnly: true });
    await openFields(desk);
    expect(screen.queryByTestId("field-new")).toBeNull();
    await choose(desk, "Title");
    expect(screen.queryByTestId("review")).toBeNull();
    expect(screen.queryByRole("button", { name: "Import…" })).toBeNull();
  });
});
