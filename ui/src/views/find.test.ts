import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import type { ListPage } from "../lib/ipc/types";
import { type Desk, formOf, openDesk, row, rowKeys } from "../testing/desk";

const FEW = { contacts: 12 };

function count(): string {
  return screen.getByTestId("count").textContent;
}

function activeRow(): number {
  const id = screen.getByTestId("list").getAttribute("aria-activedescendant") ?? "";
  return Number(/^cell-(\d+)-/.exec(id)?.[1]);
}

async function search({ user }: Desk, text: string): Promise<void> {
  await user.type(screen.getByRole("searchbox"), text);
}

describe("the search", () => {
  it("shows what it finds and how many of all that is", async () => {
    const desk = await openDesk({ contacts: 250 });
    await search(desk, externalIdOf(3));
    await waitFor(() => expect(count()).toBe("1 of 250"));
    expect(rowKeys()).toEqual([externalIdOf(3)]);
  });

  it("says that it found nothing and is taken back by one button", async () => {
    const desk = await openDesk(FEW);
    await search(desk, "no such person");
    expect(await screen.findByText("No contact matches “no such person”.")).toBeTruthy();
    await desk.user.click(screen.getAllByRole("button", { name: "Clear the search" })[0] as HTMLElement);
    await waitFor(() => expect(count()).toBe("12 contacts"));
  });

  it("says what is wrong with a search and keeps the rows", async () => {
    const desk = await openDesk(FEW);
    const before = rowKeys();
    await search(desk, "-nofield:x");
    await waitFor(() => expect(screen.getByTestId("search-problem").textContent).toContain("nofield"));
    expect(screen.getByRole("searchbox").getAttribute("aria-invalid")).toBe("true");
    expect(rowKeys()).toEqual(before);
  });

  it("does not say that nothing is found by a search that is wrong", async () => {
    const desk = await openDesk(FEW);
    await search(desk, "nobody nofield:x");
    await waitFor(() => expect(screen.getByText("This search cannot be read yet")).toBeTruthy());
    expect(screen.queryByText("Nothing found")).toBeNull();
  });

  it("drops the answer to an older text that comes late", async () => {
    const backend = new FakeBackend(FEW);
    const real = backend.listContacts.bind(backend);
    const late: (() => void)[] = [];
    vi.spyOn(backend, "listContacts").mockImplementation(async (query) => {
      const page: ListPage = await real(query);
      if (query.search === "z") await new Promise<void>((open) => late.push(open));
      return page;
    });
    const desk = await openDesk({}, backend);
    await row(3);
    await search(desk, "z");
    await desk.user.clear(screen.getByRole("searchbox"));
    await search(desk, externalIdOf(3));
    await waitFor(() => expect(count()).toBe("1 of 12"));
    expect(late.length).toBe(1);
    late[0]?.();
    await desk.user.keyboard("{Shift}");
    expect(count()).toBe("1 of 12");
  });

  it("is reached by Ctrl+F, left for the rows by the down arrow, and cleared by Escape", async () => {
    const desk = await openDesk(FEW);
    await row(3);
    await desk.user.keyboard("{Control>}f{/Control}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("searchbox")));
    await desk.user.keyboard("zz{Escape}");
    expect((document.activeElement as HTMLInputElement).value).toBe("");
    await row(3);
    await desk.user.keyboard("{ArrowDown}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("list")));
  });
});

describe("the list", () => {
  it("is walked by the keyboard and opened by Enter, the keyboard then in the form", async () => {
    const desk = await openDesk({ contacts: 250 });
    await waitFor(() => expect(rowKeys().length).toBeGreaterThan(15));
    screen.getByTestId("list").focus();
    await desk.user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    expect(activeRow()).toBe(1);
    await desk.user.keyboard("{PageDown}");
    expect(activeRow()).toBe(20);
    await desk.user.keyboard("{Control>}{End}{/Control}");
    expect(activeRow()).toBe(249);
    await waitFor(() =>
      expect(screen.getByTestId("list").querySelector("#row-249[data-key]")).not.toBeNull(),
    );
    await desk.user.keyboard("{Control>}{Home}{/Control}");
    expect(activeRow()).toBe(0);
    const first = rowKeys()[0] ?? "";
    await desk.user.keyboard("{Enter}");
    const form = await formOf(first);
    await waitFor(() => expect(form.contains(document.activeElement)).toBe(true));
  });

  it("says its size and each row's place to those who hear it", async () => {
    await openDesk({ contacts: 250 });
    await waitFor(() => expect(rowKeys().length).toBeGreaterThan(15));
    const grid = screen.getByRole("grid");
    expect(grid.getAttribute("aria-rowcount")).toBe("251");
    expect(grid.querySelector("#row-0")?.getAttribute("aria-rowindex")).toBe("2");
  });

  it("keeps the row the keyboard is on drawn, wherever the view is", async () => {
    const desk = await openDesk({ contacts: 250 });
    await waitFor(() => expect(rowKeys().length).toBeGreaterThan(15));
    const list = screen.getByTestId("list");
    list.scrollTop = 6000;
    list.dispatchEvent(new Event("scroll"));
    await waitFor(() => expect(document.getElementById("row-187")).not.toBeNull());
    expect(document.getElementById("row-0")).not.toBeNull();
    expect(document.getElementById("row-60")).toBeNull();
    expect(desk.backend.store.records.size).toBe(250);
  });

  it("sorts by a header, and by a further one with Shift", async () => {
    const backend = new FakeBackend(FEW);
    const asked = vi.spyOn(backend, "listContacts");
    const desk = await openDesk({}, backend);
    await row(3);
    const header = (name: RegExp): HTMLElement => screen.getByRole("columnheader", { name });
    await desk.user.click(within(header(/^Account/)).getByRole("button"));
    expect(header(/^Account/).getAttribute("aria-sort")).toBe("ascending");
    await desk.user.keyboard("{Shift>}");
    await desk.user.click(within(header(/^Title/)).getByRole("button"));
    await desk.user.keyboard("{/Shift}");
    expect(asked.mock.lastCall?.[0].sort).toEqual([
      { field: "Account", descending: false },
      { field: "Title", descending: false },
    ]);
    expect(header(/^Title/).textContent).toContain("2");
  });

  it("shows a view's own records and counts them", async () => {
    const desk = await openDesk({ contacts: 250 });
    await waitFor(() => expect(count()).toBe("250 contacts"));
    await desk.user.click(await screen.findByRole("button", { name: "Bounced e-mail" }));
    const bounced = [...desk.backend.store.records.values()].filter(
      (record) => record["IsEmailBounced"] === true,
    );
    await waitFor(() => expect(count()).toBe(`${bounced.length} of 250`));
  });

  it("follows the book when another program adds a contact", async () => {
    const desk = await openDesk(FEW);
    await row(3);
    desk.backend.store.create(
      { ExternalId: "from-outside", Name: "AAA First", IsEmailBounced: false },
      "command line",
    );
    await waitFor(() => expect(count()).toBe("13 contacts"));
    expect(rowKeys()[0]).toBe("from-outside");
  });

  it("shows hostile values as the text they are", async () => {
    const backend = new FakeBackend(FEW);
    const name = "<img src=x onerror=alert(1)><b>bold</b>";
    backend.store.seed({ ExternalId: '"><script>1</script>', Name: name }, "2026-01-01T00:00:00.000Z");
    const desk = await openDesk({}, backend);
    await desk.user.type(screen.getByRole("searchbox"), "onerror");
    await waitFor(() => expect(rowKeys()).toEqual(['"><script>1</script>']));
    const list = screen.getByTestId("list");
    expect(list.querySelector("img, b, script")).toBeNull();
    expect(list.textContent).toContain(name);
  });
});

describe("An address opened outside", () => {
  it("shows its contact, whether the window was open or is opened by it", async () => {
    const backend = new FakeBackend(FEW);
    backend.asked.show(externalIdOf(5));
    await openDesk(FEW, backend);
    await formOf(externalIdOf(5));
    backend.asked.show(externalIdOf(7));
    await formOf(externalIdOf(7));
    expect(screen.queryByTestId("goto-input")).toBeNull();
  });

  it("says that there is no such contact, and offers to create it", async () => {
    const backend = new FakeBackend(FEW);
    backend.asked.show("no-such-key");
    await openDesk(FEW, backend);
    await waitFor(() => expect(screen.getByTestId("goto-answer").textContent).toContain("no-such-key"));
    expect(screen.getByTestId<HTMLInputElement>("goto-input").value).toBe("no-such-key");
    expect(screen.getByTestId("goto-create")).toBeTruthy();
  });
});

describe("Go to external ID", () => {
  it("opens the record of a pasted key", async () => {
    const desk = await openDesk(FEW);
    await desk.user.keyboard("{Control>}g{/Control}");
    const box = screen.getByTestId("goto-input");
    await waitFor(() => expect(document.activeElement).toBe(box));
    await desk.user.paste(externalIdOf(5));
    await desk.user.keyboard("{Enter}");
    await formOf(externalIdOf(5));
    expect(screen.queryByTestId("goto-input")).toBeNull();
  });

  it("says that a key is not there and offers to create it, the key filled in", async () => {
    const desk = await openDesk(FEW);
    await desk.user.keyboard("{Control>}g{/Control}");
    await desk.user.type(screen.getByTestId("goto-input"), "no-such-key{Enter}");
    await waitFor(() => expect(screen.getByTestId("goto-answer").textContent).toContain("no-such-key"));
    await desk.user.click(screen.getByTestId("goto-create"));
    const key = await waitFor(() => {
      const found = document.getElementById("field-ExternalId");
      if (!(found instanceof HTMLInputElement)) throw new Error("no key field yet");
      return found;
    });
    expect(key.value).toBe("no-such-key");
  });

  it("goes away with Escape, the keyboard back in the list", async () => {
    const desk = await openDesk(FEW);
    await row(3);
    await desk.user.keyboard("{Control>}g{/Control}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("goto-input")));
    await desk.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("goto-input")).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("list")));
  });
});
