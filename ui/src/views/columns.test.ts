import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { loadSettings } from "../lib/actions/settings";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { openDesk } from "../testing/desk";
import { choice, columns, focusList, header } from "../testing/list";

const FEW = { contacts: 30 };

describe("the columns of the list", () => {
  it("are chosen among all fields, and kept in the book", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await desk.user.click(screen.getByTestId("choose-columns"));
    await desk.user.click(await choice("column-choice", "MailingCountry"));
    await desk.user.click(await choice("column-choice", "Title"));
    const wanted = ["Name", "Account", "Email", "Phone", "MailingCity", "MailingCountry"];
    expect(columns()).toEqual(wanted);
    await waitFor(() => expect(desk.backend.manager.layout.ListColumns).toEqual(wanted));
    await waitFor(() =>
      expect(document.querySelector("#row-0")?.lastElementChild?.textContent.trim()).not.toBe(""),
    );
  });

  it("are moved by key, those of a quick hand too, and put back by undo", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    const before = columns();
    header("Name").focus();
    await desk.user.keyboard("{Alt>}{ArrowRight}{ArrowRight}{/Alt}");
    const moved = ["Account", "Title", "Name", "Email", "Phone", "MailingCity"];
    expect(columns()).toEqual(moved);
    expect(document.activeElement).toBe(header("Name"));
    await waitFor(() => expect(desk.backend.manager.layout.ListColumns).toEqual(moved));
    focusBody();
    await desk.user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(columns()).not.toEqual(moved));
    await desk.user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(columns()).toEqual(before));
  });

  it("are made wider by key, which the window remembers, and usual again by the menu", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    header("Account").focus();
    await desk.user.keyboard("{Shift>}{ArrowRight}{/Shift}");
    await waitFor(() => expect(loadSettings().columnWidths["Account"]).toBeGreaterThan(0));
    await desk.user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await desk.user.click(screen.getByRole("menuitem", { name: "Usual width" }));
    await waitFor(() => expect(loadSettings().columnWidths).toEqual({}));
  });

  it("have a menu that sorts, adds to the order, filters and hides", async () => {
    const backend = new FakeBackend(FEW);
    const asked = vi.spyOn(backend, "listContacts");
    const desk = await openDesk({}, backend);
    await focusList();
    header("Account").focus();
    await desk.user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await desk.user.keyboard("{ArrowDown}{Enter}");
    expect(asked.mock.lastCall?.[0].sort).toEqual([{ field: "Account", descending: true }]);
    expect(document.activeElement).toBe(header("Account"));
    await desk.user.pointer({ keys: "[MouseRight]", target: header("Title") });
    await desk.user.click(screen.getByRole("menuitem", { name: "Then sort by this" }));
    expect(asked.mock.lastCall?.[0].sort.map((key) => key.field)).toEqual(["Account", "Title"]);
    await desk.user.pointer({ keys: "[MouseRight]", target: header("Title") });
    await desk.user.click(screen.getByRole("menuitem", { name: "Filter by this…" }));
    expect((await screen.findByTestId("filter-values")).dataset["field"]).toBe("Title");
    await desk.user.keyboard("{Escape}");
    await desk.user.pointer({ keys: "[MouseRight]", target: header("Title") });
    await desk.user.click(screen.getByRole("menuitem", { name: "Hide this column" }));
    await waitFor(() => expect(columns()).not.toContain("Title"));
  });
});

function focusBody(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
