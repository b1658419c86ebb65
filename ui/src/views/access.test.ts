import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { FakeOptions } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, openContact, openDesk, retype, row, save, violations } from "../testing/desk";
import { chip, choice, focusList, header, openFilter } from "../testing/list";
import { openImport, preview, UNFINISHED } from "../testing/transfer";

/** The window's main states, and how a person gets there. */
const STATES: [string, FakeOptions, (desk: Desk) => Promise<unknown>][] = [
  ["a first start", { book: false }, () => Promise.resolve()],
  [
    "a book that cannot be opened",
    { failure: { kind: "inUse", message: "In use.", hint: "Close it." } },
    () => Promise.resolve(),
  ],
  [
    "a damaged book",
    { failure: { kind: "damaged", message: "A checksum is wrong.", hint: null } },
    () => screen.findByRole("button", { name: "Repair the book" }),
  ],
  [
    "the report of a repair",
    { failure: { kind: "damaged", message: "A checksum is wrong.", hint: null } },
    async (desk) => {
      await desk.user.click(screen.getByRole("button", { name: "Repair the book" }));
      await screen.findByTestId("repair-report");
    },
  ],
  [
    "what there is to tell of backups and space",
    {
      backup: { last: null, failure: { kind: "failed", message: "No space.", hint: null } },
      upkeep: { wasted: { onDisk: 96 * 2 ** 20, live: 2 ** 20 }, failure: null },
    },
    () => screen.findByTestId("compact-offer"),
  ],
  ["an empty book", { contacts: 0 }, () => screen.findByText("This book is empty")],
  ["a list without an open record", {}, () => row(3)],
  ["an open record", {}, (desk) => openContact(desk, 3)],
  ["a read-only record", { readOnly: true }, (desk) => openContact(desk, 3)],
  [
    "a refused save",
    {},
    async (desk) => {
      await openContact(desk, 3);
      await retype(desk, "Email", "no address");
      await save(desk);
      await screen.findByTestId("error-summary");
    },
  ],
  [
    "the Request tab",
    {},
    async (desk) => {
      await openContact(desk, 3);
      await desk.user.click(screen.getByRole("tab", { name: "Request" }));
      await desk.user.click(screen.getByTestId("send"));
      await screen.findByTestId("answer");
    },
  ],
  [
    "the History tab",
    {},
    async (desk) => {
      await openContact(desk, 3);
      await retype(desk, "Title", "Archivist");
      await save(desk);
      await screen.findByTestId("saved");
      await desk.user.click(screen.getByRole("tab", { name: "History" }));
      await screen.findByTestId("history");
    },
  ],
  [
    "a new contact",
    {},
    async (desk) => {
      await desk.user.keyboard("{Control>}n{/Control}");
      await waitFor(() => expect(document.activeElement?.id).toBe("field-ExternalId"));
    },
  ],
  [
    "a key that is not there",
    {},
    async (desk) => {
      await desk.user.keyboard("{Control>}g{/Control}");
      await desk.user.type(screen.getByTestId("goto-input"), "nobody{Enter}");
      await screen.findByTestId("goto-create");
    },
  ],
  [
    "an import and its preview",
    {},
    async (desk) => {
      await openImport(desk);
      await preview(desk);
    },
  ],
  [
    "the report of an import",
    {},
    async (desk) => {
      await openImport(desk);
      await preview(desk);
      await desk.user.click(screen.getByTestId("import-run"));
      await screen.findByTestId("import-report");
    },
  ],
  [
    "an import that was not finished",
    {},
    async (desk) => {
      desk.backend.transfer.unfinished = UNFINISHED;
      await desk.user.click(await screen.findByTestId("import"));
      await screen.findByTestId("unfinished-import");
    },
  ],
  [
    "an export, and the changes for the CRM",
    {},
    async (desk) => {
      await desk.user.click(await screen.findByTestId("export"));
      await desk.user.click(await screen.findByLabelText("Chosen fields"));
      await desk.user.click(screen.getByTestId("changes-write"));
      await screen.findByTestId("changes-written");
    },
  ],
  [
    "the book with its backups",
    {},
    async (desk) => {
      desk.backend.backups.makeDamaged("2026-03-04T05:06:07.000Z");
      desk.backend.backups.make("daily");
      await desk.user.click(await screen.findByTestId("show-book"));
      await desk.user.click(await screen.findByRole("radio", { name: "1 year" }));
      await screen.findByTestId("keep-so");
      await desk.user.click(await screen.findByRole("button", { name: /^Restore the backup/ }));
      await screen.findByTestId("restore-question");
    },
  ],
  [
    "the values of a filter, beside its chip",
    {},
    async (desk) => {
      await openFilter(desk, "LeadSource");
      await desk.user.click(await choice("filter-values", '"Web"'));
      await waitFor(() => chip("LeadSource"));
    },
  ],
  [
    "the help beside the search",
    {},
    async (desk) => {
      await focusList();
      await desk.user.click(screen.getByTestId("query-help-open"));
      await screen.findByTestId("query-help");
    },
  ],
  [
    "the menu of a column, and rows that are selected",
    {},
    async (desk) => {
      await focusList();
      await desk.user.keyboard(" {Shift>}{ArrowDown}{/Shift}");
      header("Account").focus();
      await desk.user.keyboard("{Alt>}{ArrowDown}{/Alt}");
      await screen.findByRole("menu");
    },
  ],
  [
    "the choice of columns",
    {},
    async (desk) => {
      await focusList();
      await desk.user.click(screen.getByTestId("choose-columns"));
      await screen.findByTestId("column-choice");
    },
  ],
  [
    "a saved view that was changed, and the question what to save",
    {},
    async (desk) => {
      await focusList();
      await desk.user.click(header("Account"));
      await desk.user.click(await screen.findByTestId("save-view"));
      await desk.user.type(screen.getByTestId("view-name"), "By account{Enter}");
      await screen.findByTestId("saved-views");
      await desk.user.click(header("Title"));
      await desk.user.click(await screen.findByTestId("save-view"));
      await screen.findByTestId("update-view");
    },
  ],
  [
    "a contact that was changed here and elsewhere",
    {},
    async (desk) => {
      await openContact(desk, 3);
      await retype(desk, "Title", "Mine");
      const record = desk.backend.store.find({ by: "ExternalId", value: externalIdOf(3) });
      if (record) desk.backend.store.update(record, { Title: "Theirs", Fax: "1" }, "command line");
      await screen.findByTestId("stale");
    },
  ],
  [
    "the palette, with what can be done and what cannot",
    {},
    async (desk) => {
      await focusList();
      await desk.user.keyboard("{Control>}k{/Control}");
      await screen.findByTestId("palette");
      await desk.user.keyboard("show");
    },
  ],
  ["the shortcuts", {}, (desk) => desk.user.keyboard("?").then(() => screen.findByTestId("shortcuts"))],
];

describe("accessibility: nothing is wrong with", () => {
  it.each(STATES)("%s", async (_, options, arrive) => {
    await arrive(await openDesk({ contacts: 12, ...options }));
    expect(await violations()).toEqual([]);
  });

  it("a document that lacks a name for a button, which is found", async () => {
    await openDesk({ contacts: 1 });
    const bare = document.body.appendChild(document.createElement("button"));
    expect((await violations()).join()).toContain("button-name");
    bare.remove();
  });
});
