import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { ACTIONS } from "../lib/actions/catalogue";
import { keySections } from "../lib/actions/keys";
import { loadSettings } from "../lib/actions/settings";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, formOf, input, openContact, openDesk, retype } from "../testing/desk";
import { count, focusList } from "../testing/list";
// Read ahead, so that a slow machine's reading of them is no part of what is waited for.
import "./ExportSide.svelte";
import "./ImportSide.svelte";

const FEW = { contacts: 12 };

/** Calls the palette up and types into it. */
async function palette({ user }: Desk, text = ""): Promise<HTMLElement> {
  await user.keyboard("{Control>}k{/Control}");
  const found = await screen.findByTestId("palette");
  if (text !== "") await user.keyboard(text);
  return found;
}

/** What it offers, from the top. */
function offered(): string[] {
  return within(screen.getByTestId("palette"))
    .getAllByRole("option")
    .map((option) => option.querySelector(".label")?.textContent ?? "");
}

function option(name: string | RegExp): HTMLElement {
  return within(screen.getByTestId("palette")).getByRole("option", { name });
}

describe("the palette", () => {
  it("lists every action with its shortcut, and every view", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await palette(desk);
    expect(offered()).toHaveLength(ACTIONS.length - 1 + desk.backend.manager.layout.Views.length);
    expect(option(/^Search.*Ctrl\+F$/)).toBeTruthy();
    expect(option("View: Bounced e-mail")).toBeTruthy();
  });

  it("is narrowed by what is typed, its words in any order", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await palette(desk, "HISTORY show");
    expect(offered()[0]).toBe("Show the history");
  });

  it("does what is chosen, and the keyboard goes back where it was", async () => {
    const desk = await openDesk(FEW);
    await openContact(desk, 3);
    input("Title").focus();
    await palette(desk, "request");
    await desk.user.keyboard("{Enter}");
    expect(screen.queryByTestId("palette")).toBeNull();
    expect(screen.getByRole("tab", { name: "Request" }).getAttribute("aria-selected")).toBe("true");
    expect(document.activeElement).toBe(input("Title"));
  });

  it("goes away on Escape and on its own shortcut, with nothing done", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await palette(desk, "new");
    await desk.user.keyboard("{Escape}");
    expect(document.activeElement?.id).toBe("list");
    await palette(desk);
    await desk.user.keyboard("{Control>}k{/Control}");
    expect(screen.queryByTestId("palette")).toBeNull();
    expect(document.activeElement?.id).toBe("list");
  });

  it("shows what cannot be done now with the reason, after the rest, and does not do it", async () => {
    const desk = await openDesk({ ...FEW, readOnly: true });
    await focusList();
    await palette(desk, "save");
    const save = option(/^Save.*the book is read-only/);
    expect(save.getAttribute("aria-disabled")).toBe("true");
    await desk.user.click(save);
    expect(screen.getByTestId("palette")).toBeTruthy();
  });

  it("knows what can be done by what was done", async () => {
    const desk = await openDesk(FEW);
    await openContact(desk, 3);
    await palette(desk, "revert");
    expect(option(/^Revert all/).getAttribute("aria-disabled")).toBe("true");
    await desk.user.keyboard("{Escape}");
    await retype(desk, "Title", "Archivist");
    await palette(desk, "revert");
    await desk.user.keyboard("{Enter}");
    expect(screen.queryByTestId("change-count")).toBeNull();
  });

  it("offers first what was used last, also the next time", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await palette(desk, "bounced");
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(count()).not.toBe("12 contacts"));
    await palette(desk, "dark");
    await desk.user.keyboard("{Enter}");
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    await palette(desk);
    expect(offered().slice(0, 2)).toEqual(["Appearance: dark", "View: Bounced e-mail"]);
    expect(loadSettings().recentActions).toEqual(["themeDark", "view:bounced"]);
  });

  it("goes to an external ID, or says that there is none", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await palette(desk, externalIdOf(5));
    expect(offered()).toEqual([`Go to external ID “${externalIdOf(5)}”`, `Search for “${externalIdOf(5)}”`]);
    await desk.user.keyboard("{Enter}");
    await formOf(externalIdOf(5));
    await palette(desk, "nobody-at-all");
    await desk.user.keyboard("{Enter}");
    await screen.findByTestId("goto-create");
    expect(loadSettings().recentActions).toEqual([]);
  });

  it("searches for what names no action", async () => {
    const desk = await openDesk(FEW);
    const key = externalIdOf(5);
    await focusList();
    await palette(desk, key);
    await desk.user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(count()).toBe("1 of 12"));
    expect(screen.getByRole<HTMLInputElement>("searchbox").value).toBe(key);
  });

  it("leads to import and export, which have shortcuts of their own too", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await palette(desk, "export");
    await desk.user.keyboard("{Enter}");
    await screen.findByTestId("export-page");
    await desk.user.keyboard("{Control>}o{/Control}");
    await screen.findByTestId("import-page");
    await desk.user.keyboard("{Control>}e{/Control}");
    await screen.findByTestId("export-page");
  });
});

describe("the list of shortcuts", () => {
  it("has every action that has one, and the keys of every part, each once", () => {
    const rows = keySections().flatMap(({ rows }) => rows);
    for (const { label, keys } of ACTIONS) {
      expect(rows.filter((row) => row.label === label)).toHaveLength(keys.length > 0 ? 1 : 0);
    }
    for (const { title, rows: own } of keySections()) {
      const labels = own.map(({ label }) => label);
      expect([title, new Set(labels).size]).toEqual([title, labels.length]);
    }
  });

  it("names the keys of the list, the form and the popups, and gives the keyboard back", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await desk.user.keyboard("?");
    const sheet = await screen.findByTestId("shortcuts");
    expect(within(sheet).getByRole("group", { name: "In the list" }).textContent).toContain("Ctrl+Home");
    expect(within(sheet).getByRole("group", { name: "In the form" }).textContent).toContain("Alt+↓");
    await desk.user.keyboard("{Escape}");
    expect(screen.queryByTestId("shortcuts")).toBeNull();
    expect(document.activeElement?.id).toBe("list");
  });
});
