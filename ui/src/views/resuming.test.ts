import { cleanup, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { loadLast } from "../lib/actions/last";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, formOf, hold, openContact, openDesk, rowKeys } from "../testing/desk";
import { count, focusList, header, openFilter, choice } from "../testing/list";

const FEW = { contacts: 12 };

/** Closes the window and opens another one on the same book. */
async function again({ backend }: Desk): Promise<Desk> {
  cleanup();
  return openDesk({}, backend);
}

async function chooseView({ user }: Desk, name: string): Promise<void> {
  await user.click(await screen.findByRole("button", { name }));
}

describe("the next window", () => {
  it("shows the view that was shown last, its rows at once and no other's before", async () => {
    const desk = await openDesk(FEW);
    await chooseView(desk, "Bounced e-mail");
    await waitFor(() => expect(count()).toMatch(/ of 12$/));
    const shown = rowKeys();
    const told = count();
    cleanup();
    const drawn: string[] = [];
    const watch = new MutationObserver(() => {
      if (screen.queryByTestId("count") !== null && count() !== "") drawn.push(count());
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    await openDesk({}, desk.backend);
    await waitFor(() => expect(rowKeys()).toEqual(shown));
    watch.disconnect();
    expect(new Set(drawn)).toEqual(new Set([told]));
    expect(await screen.findByRole("button", { name: "Bounced e-mail", current: true })).toBeTruthy();
  });

  it("asks for its rows once, beside what it starts from", async () => {
    const desk = await openDesk(FEW);
    await chooseView(desk, "Recently edited");
    await waitFor(() => expect(loadLast()?.view).toBe("recent"));
    cleanup();
    const asked = vi.spyOn(desk.backend, "listContacts");
    await again(desk);
    await focusList();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ sort: [{ field: "ModifiedDate", descending: true }] });
  });

  it("asks for nothing where the host gives it unasked", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    const asked = vi.spyOn(desk.backend, "listContacts");
    await again(desk);
    await focusList();
    expect(asked).not.toHaveBeenCalled();
  });

  it("has the search, the filters, the order and the columns of the last", async () => {
    const desk = await openDesk({ contacts: 60 });
    await openFilter(desk, "LeadSource");
    await desk.user.click(await choice("filter-values", '"Web"'));
    await desk.user.keyboard("{Escape}");
    await desk.user.click(header("Account"));
    await desk.user.type(screen.getByRole("searchbox"), "a");
    await waitFor(() => expect(loadLast()?.seen.search).toBe("a"));
    const before = loadLast();
    const told = count();
    await again(desk);
    await waitFor(() => expect(count()).toBe(told));
    expect(screen.getByRole<HTMLInputElement>("searchbox").value).toBe("a");
    expect(header("Account").closest("[aria-sort]")?.getAttribute("aria-sort")).toBe("ascending");
    expect(loadLast()).toEqual(before);
  });

  it("shows the contact that was open, and what of it was looked at", async () => {
    const desk = await openDesk(FEW);
    await openContact(desk, 3);
    await desk.user.click(screen.getByRole("tab", { name: "Request" }));
    await again(desk);
    await formOf(externalIdOf(3));
    expect(screen.getByRole("tab", { name: "Request" }).getAttribute("aria-selected")).toBe("true");
    expect(screen.getByTestId("list").querySelector("[aria-current=true]")).not.toBeNull();
  });

  it("shows no contact that is no more", async () => {
    const desk = await openDesk(FEW);
    await openContact(desk, 3);
    cleanup();
    const record = desk.backend.store.find({ by: "ExternalId", value: externalIdOf(3) });
    if (record !== undefined) desk.backend.store.remove(record, "command line");
    await openDesk({}, desk.backend);
    expect(await screen.findByText("No contact open")).toBeTruthy();
    await waitFor(() => expect(loadLast()?.open).toBeNull());
  });

  it("shows the first view where the last one is no more, or was another book's", async () => {
    const desk = await openDesk(FEW);
    await chooseView(desk, "Bounced e-mail");
    const last = await waitFor(() => {
      const found = loadLast();
      if (found?.view !== "bounced") throw new Error("not remembered yet");
      return found;
    });
    for (const other of [
      { ...last, view: "gone" },
      { ...last, book: "~/other" },
    ]) {
      cleanup();
      localStorage.setItem("kith.last", JSON.stringify(other));
      await openDesk({}, desk.backend);
      await waitFor(() => expect(count()).toBe("12 contacts"));
    }
  });

  it("goes without what the schema no longer has", async () => {
    const desk = await openDesk(FEW);
    await chooseView(desk, "Bounced e-mail");
    await waitFor(() => expect(loadLast()?.view).toBe("bounced"));
    const last = loadLast();
    cleanup();
    const seen = {
      ...last?.seen,
      filters: [{ field: "Gone", values: [1] }],
      sort: [{ field: "Gone", descending: false }],
      columns: ["Gone"],
    };
    localStorage.setItem("kith.last", JSON.stringify({ ...last, seen, differs: true }));
    await openDesk({}, desk.backend);
    await waitFor(() => expect(count()).toBe("12 contacts"));
    expect(header("Name")).toBeTruthy();
  });

  it("asks again where the rows could not be had early", async () => {
    const desk = await openDesk(FEW);
    await chooseView(desk, "Bounced e-mail");
    await waitFor(() => expect(loadLast()?.view).toBe("bounced"));
    cleanup();
    vi.spyOn(desk.backend, "listContacts").mockRejectedValueOnce(new Error("not yet"));
    await openDesk({}, desk.backend);
    await waitFor(() => expect(count()).toMatch(/ of 12$/));
  });

  it("draws nothing before its rows are there", async () => {
    const desk = await openDesk(FEW);
    await chooseView(desk, "Bounced e-mail");
    await waitFor(() => expect(loadLast()?.view).toBe("bounced"));
    cleanup();
    const backend = new FakeBackend(FEW);
    const release = hold(backend, "listContacts");
    const opening = openDesk({}, backend);
    await new Promise((done) => setTimeout(done));
    expect(document.querySelector("main")).toBeNull();
    release();
    await opening;
    expect(count()).toMatch(/ of 12$/);
  });
});
