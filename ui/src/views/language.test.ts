import { screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadSettings } from "../lib/actions/settings";
import { speak, speakAs } from "../lib/i18n";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import { failed } from "../lib/ipc/fake/replies";
import { look, openBulk, setText } from "../testing/bulk";
import {
  type Desk,
  input,
  messageOf,
  openContact,
  openDesk,
  retype,
  row,
  save,
  violations,
} from "../testing/desk";
import { choiceOf, openWithPairs, showDuplicates } from "../testing/duplicates";
import { openFields, openLayout } from "../testing/fields";
import { focusList, header } from "../testing/list";

// Read on demand in the window; here beforehand, as no test is about how long that takes.
beforeAll(async () => {
  await Promise.all([
    import("./FieldsSide.svelte"),
    import("./BulkSide.svelte"),
    import("./DuplicatesSide.svelte"),
    import("./PaletteSide.svelte"),
  ]);
}, 60_000);
afterEach(() => {
  speakAs(null, "en");
  document.documentElement.dir = "ltr";
});

async function germanDesk(backend = new FakeBackend({ contacts: 12 })): Promise<Desk> {
  await speak("de", ["de-DE"]);
  return openDesk({}, backend);
}

async function chooseLanguage({ user }: Desk, name: string): Promise<void> {
  await user.click(await screen.findByTestId("language"));
  await user.click(screen.getByRole("menuitemradio", { name }));
}

describe("a German window", () => {
  it("speaks German, the shipped fields and views too", async () => {
    const desk = await germanDesk();
    await openContact(desk, 3);
    expect(screen.getByRole("button", { name: "Alle Kontakte" })).toBeTruthy();
    expect(header("Account").textContent).toContain("Firma");
    expect(screen.getByLabelText("Nachname")).toBe(input("LastName"));
    expect(await violations()).toEqual([]);
  });

  it("says of a refusal what the book says, and leaves the answer itself as it came", async () => {
    const desk = await germanDesk();
    await openContact(desk, 3);
    await retype(desk, "Email", "nobody");
    await save(desk);
    const summary = await screen.findByTestId("error-summary");
    expect(summary.textContent).toContain("E-Mail: Das ist keine E-Mail-Adresse.");
    expect(messageOf("Email")).toBe("Das ist keine E-Mail-Adresse.");
    await desk.user.click(screen.getByRole("tab", { name: "Anfrage" }));
    expect((await screen.findByTestId("answer")).textContent).not.toContain("Das ist");
  });

  it("says why contacts are refused where fields are set in many", async () => {
    const desk = await germanDesk();
    await openBulk(desk, 2);
    await setText(desk, "E-Mail", "Email", "nobody");
    const rows = await look(desk);
    expect(screen.getByTestId("bulk-reasons").textContent).toContain("E-Mail: Das ist keine E-Mail-Adresse.");
    expect(rows.textContent).toContain("E-Mail: Das ist keine E-Mail-Adresse.");
  });

  it("says what a contact needs attention for, and names the keys as they are on its keyboard", async () => {
    const desk = await germanDesk();
    const record = desk.backend.store.find({ by: "ExternalId", value: externalIdOf(2) });
    if (record) desk.backend.store.update(record, { Email: "nowhere" }, "command line");
    await focusList();
    await desk.user.keyboard("{F8}");
    await waitFor(() => {
      const told = screen.getByTestId("notice").textContent;
      expect(told).toContain("1 von 1: E-Mail: Das ist keine E-Mail-Adresse.");
    });
    await focusList();
    await desk.user.keyboard("{Control>}k{/Control}");
    expect((await screen.findByTestId("palette")).textContent).toContain("Strg+Umschalt+");
  });

  it("says why two contacts are not merged", async () => {
    await speak("de", ["de-DE"]);
    const desk = await openWithPairs();
    await showDuplicates(desk);
    await waitFor(() => choiceOf("Title", "one"));
    const refused = { Code: "StaleRecord" as const, Field: "ETag", Message: "Not merged." };
    vi.spyOn(desk.backend.duplicates, "merge").mockResolvedValueOnce(failed("BadRequest", [refused]));
    await desk.user.click(screen.getByTestId("merge"));
    const told = await screen.findByTestId("comparison-issue");
    expect(told.textContent).toContain("Der Datensatz wurde geändert, seit er gelesen wurde.");
  });

  it("keeps no German heading in the book that nobody wrote", async () => {
    const desk = await germanDesk();
    const changed = vi.spyOn(desk.backend, "changeLayout");
    await openFields(desk);
    await desk.user.click(screen.getByRole("tab", { name: "Formular und Liste" }));
    const groups = await screen.findByTestId("form-groups");
    await desk.user.click(within(groups).getByRole("button", { name: "Gruppe Firma nach oben" }));
    await desk.user.click(screen.getByTestId("layout-save"));
    await waitFor(() => expect(changed).toHaveBeenCalledOnce());
    const sent = changed.mock.calls[0]?.[0]["Groups"] as { Label: string }[];
    expect(sent.slice(0, 2).map(({ Label }) => Label)).toEqual(["Company", "Identity"]);
    await waitFor(() => expect(within(groups).getAllByDisplayValue("Firma").length).toBeGreaterThan(0));
  });
});

describe("the language", () => {
  it("is chosen, remembered, and spoken once what was typed is kept", async () => {
    const reload = vi.spyOn(window.location, "reload").mockReturnValue();
    const desk = await openDesk({ contacts: 12 });
    await openContact(desk, 3);
    await retype(desk, "Title", "Archivist");
    await chooseLanguage(desk, "Deutsch");
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(loadSettings().language).toBe("de");
    expect((await desk.backend.listDrafts()).drafts).toHaveLength(1);
  });

  it("that is spoken already changes nothing", async () => {
    const reload = vi.spyOn(window.location, "reload").mockReturnValue();
    const desk = await openDesk({ contacts: 12 });
    await chooseLanguage(desk, "English");
    await waitFor(() => expect(loadSettings().language).toBe("en"));
    expect(reload).not.toHaveBeenCalled();
    expect(screen.queryByTestId("language-question")).toBeNull();
  });

  it("waits for the person where begun edits of fields would be lost", async () => {
    const reload = vi.spyOn(window.location, "reload").mockReturnValue();
    const desk = await openDesk({ contacts: 12 });
    await openLayout(desk);
    await chooseLanguage(desk, "Deutsch");
    const question = await screen.findByTestId("language-question");
    expect(reload).not.toHaveBeenCalled();
    await desk.user.click(within(question).getByRole("button", { name: "Change it now" }));
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });
});

describe("from right to left", () => {
  it("the list of keys shows those arrows that go along the text", async () => {
    document.documentElement.dir = "rtl";
    const desk = await openDesk({ contacts: 12 });
    await focusList();
    await desk.user.keyboard("?");
    const label = within(await screen.findByTestId("shortcuts")).getByText("Column before, column after");
    const keys = [...(label.nextElementSibling?.querySelectorAll("kbd") ?? [])];
    expect(keys.map(({ textContent }) => textContent)).toEqual(["→", "←"]);
  });

  it("the arrows go along the text", async () => {
    document.documentElement.dir = "rtl";
    const desk = await openDesk({ contacts: 12 });
    await row(1);
    await focusList();
    const list = screen.getByTestId("list");
    await desk.user.keyboard("{ArrowLeft}{ArrowLeft}{ArrowRight}");
    expect(list.getAttribute("aria-activedescendant")).toBe("cell-0-1");
    await openContact(desk, 3);
    screen.getByRole("tab", { name: "Record" }).focus();
    await desk.user.keyboard("{ArrowLeft}");
    expect(screen.getByRole("tab", { name: "Request" }).getAttribute("aria-selected")).toBe("true");
  });
});
