import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import type { View } from "../lib/ipc/types";
import { type Desk, openDesk } from "../testing/desk";
import { chip, choice, columns, count, focusList, openFilter } from "../testing/list";

const MANY = { contacts: 40 };

function saved({ backend }: Desk): View[] {
  return backend.manager.layout.SavedViews;
}

async function saveAs(desk: Desk, name: string): Promise<void> {
  await desk.user.click(await screen.findByTestId("save-view"));
  await desk.user.type(screen.getByTestId("view-name"), `${name}{Enter}`);
  await within(await screen.findByTestId("saved-views")).findByRole("button", { name });
}

async function filterWeb(desk: Desk): Promise<void> {
  await openFilter(desk, "LeadSource");
  await desk.user.click(await choice("filter-values", '"Web"'));
  await desk.user.keyboard("{Escape}");
}

async function doInMenu({ user }: Desk, name: string, item: string): Promise<void> {
  await user.click(await screen.findByRole("button", { name: `View ${name}` }));
  await user.click(screen.getByRole("menuitem", { name: item }));
}

describe("saved views", () => {
  it("keep search, filters, order and columns in the book, and are chosen like any other", async () => {
    const desk = await openDesk(MANY);
    await focusList();
    expect(screen.queryByTestId("save-view")).toBeNull();
    await filterWeb(desk);
    await desk.user.type(screen.getByRole("searchbox"), "a");
    await saveAs(desk, "Web leads");
    const shown = count();
    expect(saved(desk)).toMatchObject([
      {
        Label: "Web leads",
        Search: "a",
        Filters: [{ Field: "LeadSource", Values: ["Web"] }],
        Columns: columns(),
      },
    ]);
    expect(screen.queryByTestId("save-view")).toBeNull();
    await desk.user.click(screen.getByRole("button", { name: "All contacts" }));
    await waitFor(() => expect(count()).toBe("40 contacts"));
    await desk.user.click(screen.getByRole("button", { name: "Web leads" }));
    await waitFor(() => expect(count()).toBe(shown));
    expect(screen.getByRole<HTMLInputElement>("searchbox").value).toBe("a");
    expect(chip("LeadSource")).toBeTruthy();
  });

  it("are there again when the book is opened another time", async () => {
    const desk = await openDesk(MANY);
    await filterWeb(desk);
    await saveAs(desk, "Web leads");
    document.body.replaceChildren();
    await openDesk({}, desk.backend);
    expect(await screen.findByRole("button", { name: "Web leads" })).toBeTruthy();
  });

  it("are marked while the list shows something else, and updated with it", async () => {
    const desk = await openDesk(MANY);
    await filterWeb(desk);
    await saveAs(desk, "Web leads");
    await desk.user.click(screen.getByRole("button", { name: "Remove the filter of Lead source" }));
    const item = await screen.findByRole("button", { name: /^Web leads.*Changed since it was chosen/ });
    expect(item.getAttribute("aria-current")).toBe("true");
    await desk.user.click(screen.getByTestId("save-view"));
    await desk.user.click(screen.getByTestId("update-view"));
    await waitFor(() => expect(saved(desk)[0]?.Filters).toEqual([]));
    await waitFor(() => expect(screen.queryByTestId("save-view")).toBeNull());
    await desk.user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(saved(desk)[0]?.Filters.length).toBe(1));
  });

  it("go back to what they keep", async () => {
    const desk = await openDesk(MANY);
    await focusList();
    await filterWeb(desk);
    await desk.user.click(screen.getByTestId("save-view"));
    await desk.user.click(screen.getByRole("button", { name: "Back to “All contacts” as it was" }));
    await waitFor(() => expect(count()).toBe("40 contacts"));
  });

  it("are renamed in their place, by key too", async () => {
    const desk = await openDesk(MANY);
    await filterWeb(desk);
    await saveAs(desk, "Web leads");
    screen.getByRole("button", { name: "View Web leads" }).focus();
    await desk.user.keyboard("{Enter}{ArrowDown}{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("view-rename")));
    await desk.user.keyboard("From the web{Enter}");
    expect(await screen.findByRole("button", { name: "From the web" })).toBeTruthy();
    expect(saved(desk).map((view) => view.Label)).toEqual(["From the web"]);
  });

  it("replace the one of the same name, which is said before", async () => {
    const desk = await openDesk(MANY);
    await filterWeb(desk);
    await saveAs(desk, "Web leads");
    await desk.user.click(screen.getByRole("button", { name: "Bounced e-mail" }));
    await desk.user.click(
      screen.getByRole("columnheader", { name: /^Account/ }).querySelector("button") as HTMLElement,
    );
    await desk.user.click(await screen.findByTestId("save-view"));
    await desk.user.type(screen.getByTestId("view-name"), "web LEADS");
    expect(screen.getByText("Replaces the view of this name.")).toBeTruthy();
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(saved(desk)[0]?.Filters[0]?.Field).toBe("IsEmailBounced"));
    expect(saved(desk).length).toBe(1);
  });

  it("are deleted, the list then showing all, and brought back", async () => {
    const desk = await openDesk(MANY);
    await filterWeb(desk);
    await saveAs(desk, "Web leads");
    await doInMenu(desk, "Web leads", "Delete this view");
    await waitFor(() => expect(count()).toBe("40 contacts"));
    expect(screen.queryByRole("button", { name: "Web leads" })).toBeNull();
    await desk.user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("button", { name: "Web leads" })).toBeTruthy();
  });

  it("cannot be changed in a book that is open read-only", async () => {
    const backend = new FakeBackend(MANY);
    const view = { Name: "v", Label: "Mine", Search: "", Filters: [], Sort: [], Columns: ["Name"] };
    backend.manager.changeLayout({ SavedViews: [view] });
    backend.options.readOnly = true;
    const desk = await openDesk({}, backend);
    await desk.user.click(await screen.findByRole("button", { name: "Mine" }));
    await waitFor(() => expect(columns()).toEqual(["Name"]));
    expect(screen.queryByRole("button", { name: "View Mine" })).toBeNull();
    await filterWeb(desk);
    expect(screen.queryByTestId("save-view")).toBeNull();
  });
});
