import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { FakeBackend } from "../lib/ipc/fake/fake";
import { type Desk, openDesk, violations } from "../testing/desk";
import { choiceOf, listedPairs, openWithPairs, showDuplicates, withPairs } from "../testing/duplicates";

const BOTH = ["anna-1 id-anna-2", "john-1 john-2"];

function stored({ store }: FakeBackend, id: string): Record<string, unknown> | undefined {
  return store.records.get(id);
}

/** The table of the pair that is looked at, once it is that of a contact. */
async function table(name: string): Promise<HTMLElement> {
  await waitFor(() => expect(screen.getByTestId("comparison").textContent).toContain(name));
  return screen.findByTestId("comparison-table");
}

async function found(): Promise<Desk> {
  const desk = await openWithPairs();
  await showDuplicates(desk);
  await table("Anna Weber");
  return desk;
}

describe("duplicates", () => {
  it("are listed by certainty with their reasons, and the first pair is looked at", async () => {
    await found();
    expect(listedPairs()).toEqual(BOTH);
    const [first] = within(screen.getByTestId("duplicate-pairs")).getAllByRole("option", { selected: true });
    expect(first?.textContent).toMatch(/Anna Weber.*Very likely.*same e-mail address, same phone number/s);
    const said = screen.getByTestId("comparison").textContent;
    expect(said).toContain("Same e-mail address: anna@weber.example");
    expect(screen.getByTestId("duplicates-count").textContent).toContain("2 pairs among 4 contacts");
  });

  it("show what differs, and what is the same folded away", async () => {
    await found();
    const rows = screen.getByTestId("comparison-table").querySelectorAll<HTMLElement>("[data-field]");
    expect([...rows].map((row) => row.dataset["field"])).toEqual([
      ...["Title", "MobilePhone", "Fax", "Email", "MailingCity"],
    ]);
    const same = screen.getByTestId("comparison-same");
    expect(same.hasAttribute("open")).toBe(false);
    expect(same.textContent).toContain("Anna Weber");
  });

  it("propose that the one stays which the CRM knows, with what the other has more", async () => {
    await found();
    expect(screen.getByTestId<HTMLInputElement>("stays-one").checked).toBe(true);
    expect(choiceOf("Title", "one").checked).toBe(true);
    expect(choiceOf("MobilePhone", "other").checked).toBe(true);
  });

  it("are merged with the chosen values, and one undo brings both back", async () => {
    const { user, backend } = await found();
    const before = [stored(backend, "id-anna-1"), stored(backend, "id-anna-2")];
    await user.click(choiceOf("Title", "other"));
    await user.click(screen.getByTestId("merge"));
    await table("John Smith");
    expect(document.activeElement?.id).toBe("comparison-title");
    expect(listedPairs()).toEqual(BOTH.slice(1));
    expect(stored(backend, "id-anna-2")).toBeUndefined();
    expect(stored(backend, "id-anna-1")).toMatchObject({
      ...{ ExternalId: "anna-1", Title: "Head of Purchasing", MobilePhone: "+49 170 555 2", Fax: "1" },
      Email: "anna@weber.example",
    });
    await user.click(within(screen.getByTestId("notice")).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(listedPairs()).toEqual(BOTH));
    for (const record of before) {
      const { ETag: _, ModifiedDate: __, ...kept } = record ?? {};
      expect(stored(backend, String(record?.["Id"]))).toMatchObject(kept);
    }
  });

  it("say which External ID goes when the other contact stays", async () => {
    const { user, backend } = await found();
    expect(screen.queryByTestId("lost-key")).toBeNull();
    await user.click(screen.getByTestId("stays-other"));
    expect(screen.getByTestId("lost-key").textContent).toContain("anna-1");
    expect(choiceOf("Title", "other").checked).toBe(true);
    expect(choiceOf("Fax", "one").checked).toBe(true);
    await user.click(screen.getByTestId("merge"));
    await table("John Smith");
    expect(stored(backend, "id-anna-1")).toBeUndefined();
    expect(stored(backend, "id-anna-2")).toMatchObject({ ExternalId: null, Fax: "1" });
  });

  it("are gone through by keyboard alone", async () => {
    const { user, backend } = await found();
    screen.getByTestId("duplicate-pairs").focus();
    await user.keyboard("{ArrowDown}");
    await table("John Smith");
    await user.keyboard("{ArrowUp}{End}{Home}");
    await table("Anna Weber");
    await user.keyboard("{Enter}");
    expect(document.activeElement?.id).toBe("comparison-title");
    await user.tab();
    expect(document.activeElement).toBe(screen.getByTestId("stays-one"));
    await user.tab();
    await user.tab();
    await user.tab();
    expect(document.activeElement).toBe(choiceOf("Title", "one"));
    await user.keyboard("{ArrowRight}");
    expect(choiceOf("Title", "other").checked).toBe(true);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await table("John Smith");
    expect(stored(backend, "id-anna-1")).toMatchObject({ Title: "Head of Purchasing" });
    expect(document.activeElement?.id).toBe("comparison-title");
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(listedPairs()).toEqual(BOTH));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement?.id).toBe("list"));
  });

  it("that are not the same person are remembered, and may be the same again", async () => {
    const { user } = await found();
    await user.click(screen.getByTestId("not-same"));
    await table("John Smith");
    expect(listedPairs()).toEqual(BOTH.slice(1));
    await user.click(screen.getByTestId("duplicates-again"));
    await screen.findByText("1 pair among 4 contacts");
    expect(listedPairs()).toEqual(BOTH.slice(1));
    const apart = screen.getByTestId("duplicates-apart");
    expect(apart.textContent).toContain("1 pair is known not to be the same person");
    await user.click(within(apart).getByRole("button", { name: /may be the same after all/, hidden: true }));
    await waitFor(() => expect(screen.queryByTestId("duplicates-apart")).toBeNull());
    await user.click(screen.getByTestId("duplicates-again"));
    await waitFor(() => expect(listedPairs()).toEqual(BOTH));
  });

  it("said not to be the same by mistake are a pair again after an undo", async () => {
    const { user } = await found();
    await user.click(screen.getByTestId("not-same"));
    await table("John Smith");
    await user.click(within(screen.getByTestId("notice")).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(listedPairs()).toEqual(BOTH));
  });

  it("are passed over without anything being done", async () => {
    const { user, backend } = await found();
    await user.click(screen.getByTestId("skip"));
    await table("John Smith");
    expect(listedPairs()).toEqual(BOTH);
    expect(backend.store.changes).toEqual([]);
  });

  it("are refused when one was changed meanwhile, and shown as they are then", async () => {
    const { user, backend } = await found();
    const anna = stored(backend, "id-anna-2");
    // Nobody tells the page: it learns from the answer.
    const told = [...backend.store.listeners];
    backend.store.listeners.clear();
    backend.store.update(anna as never, { Title: "Chief Buyer" }, "command line");
    told.forEach((one) => backend.store.listeners.add(one));
    await user.click(screen.getByTestId("merge"));
    expect((await screen.findByTestId("comparison-issue")).textContent).toContain("changed after");
    await waitFor(() => expect(screen.getByTestId("comparison-table").textContent).toContain("Chief Buyer"));
    expect(stored(backend, "id-anna-2")).toBeDefined();
    await user.click(screen.getByTestId("merge"));
    await table("John Smith");
    expect(stored(backend, "id-anna-2")).toBeUndefined();
  });

  it("that were changed since the search are marked, and those whose contact is gone are no pair", async () => {
    const { backend } = await found();
    backend.store.update(stored(backend, "id-john-1") as never, { Title: "Plumber" }, "command line");
    expect((await screen.findByTestId("duplicates-outdated")).textContent).toContain("1 of these contacts");
    backend.store.remove(stored(backend, "id-anna-2") as never, "command line");
    await waitFor(() => expect(listedPairs()).toEqual(BOTH.slice(1)));
    await table("John Smith");
  });

  it("say why a value is not taken", async () => {
    const backend = withPairs();
    Object.assign(backend.store.records.get("id-anna-2") ?? {}, { Title: "x".repeat(200) });
    const desk = await openDesk({}, backend);
    await showDuplicates(desk);
    await table("Anna Weber");
    await desk.user.click(choiceOf("Title", "other"));
    await desk.user.click(screen.getByTestId("merge"));
    expect((await screen.findByTestId("comparison-issue")).textContent).toMatch(/128/);
    expect(stored(backend, "id-anna-2")).toBeDefined();
  });
});

describe("the search for duplicates", () => {
  it("tells how far it is, can be stopped, and begun anew", async () => {
    const backend = withPairs({ contacts: 120 });
    let go: () => void = () => undefined;
    backend.duplicates.pace = () => new Promise((done) => (go = done));
    const { user } = await openDesk({}, backend);
    await user.click(await screen.findByTestId("show-duplicates"));
    const progress = await screen.findByTestId("duplicates-progress");
    go();
    await waitFor(() => expect(progress.textContent).toContain("Reading: 50 of 124 contacts"));
    await user.click(screen.getByTestId("duplicates-stop"));
    go();
    await screen.findByText("The search was stopped");
    backend.duplicates.pace = () => Promise.resolve();
    await user.click(screen.getByTestId("duplicates-search"));
    await table("Anna Weber");
  });

  it("says that there are none", async () => {
    const { user } = await openDesk({ contacts: 1 });
    await user.click(await screen.findByTestId("show-duplicates"));
    await screen.findByText("No duplicates were found");
  });

  it("says why it failed", async () => {
    const backend = withPairs();
    vi.spyOn(backend.duplicates, "find").mockRejectedValue({
      message: "The book is damaged.",
      hint: "Repair.",
    });
    const { user } = await openDesk({}, backend);
    await user.click(await screen.findByTestId("show-duplicates"));
    expect((await screen.findByTestId("duplicates-failure")).textContent).toContain("The book is damaged.");
  });

  it("shows a read-only book's pairs and offers nothing that would change them", async () => {
    const desk = await openWithPairs({ readOnly: true });
    await showDuplicates(desk);
    await table("Anna Weber");
    expect(screen.queryByTestId("merge")).toBeNull();
    expect(screen.getByTestId("comparison").querySelector("input")).toBeNull();
  });

  it("has nothing wrong for those who listen", async () => {
    const { user } = await found();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId("not-same"));
    await table("John Smith");
    screen.getByTestId("duplicates-apart").setAttribute("open", "");
    expect(await violations()).toEqual([]);
  });
});
