import { screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DATE_FORMATS } from "../features/transfer/dates";
import { ENCODINGS } from "../features/transfer/words";
import { externalIdOf } from "../lib/ipc/fake/people";
import { LANGUAGES, speakAs } from "../lib/i18n";
import { type Desk, formOf, openContact, openDesk, retype, row } from "../testing/desk";
import { pseudoLanguage } from "../testing/pseudo";
import { choose, openFields } from "../testing/fields";
import { chooseField, look, openBulk, run, setting } from "../testing/bulk";
import { choiceOf, openWithPairs, showDuplicates } from "../testing/duplicates";
import { focusList } from "../testing/list";
import { openImport, preview } from "../testing/transfer";

// Read on demand in the window; here beforehand, as no test is about how long that takes.
beforeAll(async () => {
  await Promise.all([
    import("./FieldsSide.svelte"),
    import("./ImportSide.svelte"),
    import("./ExportSide.svelte"),
    import("./BulkSide.svelte"),
    import("./DuplicatesSide.svelte"),
    import("./PaletteSide.svelte"),
  ]);
}, 60_000);
beforeEach(() => speakAs(pseudoLanguage, "ja"));
afterEach(() => speakAs(null, "en"));

/** Where values stand, and what a program reads: they are in no catalogue. */
const VALUES = "bdi, [dir=auto], .selectable, .mono, .avatar, textarea, kbd";
const READ_ALOUD = ["aria-label", "title", "placeholder", "alt", "aria-roledescription"];

/** Names that are the same in every language: of programs, encodings, forms of dates, and of the languages themselves. */
const NAMES: ReadonlySet<string> = new Set([
  ...["curl", "HTTP", "JavaScript", "Python", "OK"],
  ...ENCODINGS.map(({ value }) => value),
  ...DATE_FORMATS,
  ...Object.values(LANGUAGES),
]);

/** What is shown or said that is in no catalogue, without the values. */
function hardCoded(): string[] {
  const found = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || parent.closest(VALUES) !== null || parent.closest("style, script")) continue;
    if (isBare(node.textContent ?? ""))
      found.add(`${parent.localName}.${parent.className}: ${node.textContent}`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    for (const name of READ_ALOUD) {
      const text = element.getAttribute(name);
      // The whole of a text that is cut off is as good as the text itself.
      const isValue = name === "title" && (element.matches(VALUES) || text === element.textContent.trim());
      if (text !== null && !isValue && isBare(text)) found.add(`${element.localName}[${name}]: ${text}`);
    }
  }
  return [...found];
}

function isBare(text: string): boolean {
  return !NAMES.has(text.trim()) && /[A-Za-z]{2}/.test(outside(text));
}

/** What of a text is in no message: one may be filled in in another. */
function outside(text: string): string {
  const rest = text.replace(/⟦[^⟦⟧]*⟧/g, "");
  return rest === text ? text : outside(rest);
}

/** Waits until something was told at the foot of the window. */
async function told(): Promise<void> {
  await waitFor(() => expect(screen.getByTestId("notice").textContent).toContain("⟦"));
}

/** Somebody else changes a contact. */
function change({ backend }: Desk, n: number, fields: Record<string, string>): void {
  const record = backend.store.find({ by: "ExternalId", value: externalIdOf(n) });
  if (record) backend.store.update(record, fields, "command line");
}

async function goTo({ user }: Desk, tab: string): Promise<void> {
  await user.click(document.querySelector(`#tab-${tab}`) as HTMLElement);
}

describe("every text is in the catalogue", () => {
  it("of the list and a record, edited and refused", async () => {
    const desk = await openDesk({ contacts: 12 });
    await openContact(desk, 3);
    expect(hardCoded()).toEqual([]);
    await retype(desk, "Email", "nobody");
    await retype(desk, "Title", "x".repeat(140));
    await desk.user.keyboard("{Control>}s{/Control}");
    await screen.findByTestId("error-summary");
    expect(hardCoded()).toEqual([]);
  });

  it("of what opens beside them", async () => {
    const desk = await openDesk({ contacts: 12 });
    await row(1);
    const opened: string[] = [];
    for (const id of ["filter-new", "query-help-open", "language", "choose-columns"]) {
      await desk.user.click(screen.getByTestId(id));
      opened.push(...hardCoded());
      await desk.user.keyboard("{Escape}");
    }
    await desk.user.keyboard("{Control>}g{/Control}?");
    opened.push(...hardCoded());
    expect(opened).toEqual([]);
  });

  it("of a request, its answer and a history", async () => {
    const desk = await openDesk({ contacts: 12 });
    await openContact(desk, 3);
    await retype(desk, "Title", "Archivist");
    await desk.user.keyboard("{Control>}s{/Control}");
    await screen.findByTestId("saved");
    await goTo(desk, "request");
    await waitFor(() => expect(document.querySelector("#panel-request")).toBeTruthy());
    expect(hardCoded()).toEqual([]);
    await goTo(desk, "history");
    await screen.findByTestId("history");
    expect(hardCoded()).toEqual([]);
  });

  it("of the fields, all parts of them", async () => {
    const desk = await openDesk({ contacts: 12 });
    await openFields(desk);
    await choose(desk, "LeadSource");
    const found = hardCoded();
    for (const section of ["picklists", "layout", "schemaHistory", "attention"]) {
      await goTo(desk, section);
      await waitFor(() => expect(document.querySelector(`#panel-${section}`)).toBeTruthy());
      found.push(...hardCoded());
    }
    expect(found).toEqual([]);
  });

  it("of the book, an import and an export", async () => {
    const desk = await openDesk({ contacts: 12 });
    await desk.user.click(await screen.findByTestId("show-book"));
    await screen.findByTestId("backups");
    const found = hardCoded();
    await openImport(desk);
    found.push(...hardCoded());
    await preview(desk);
    found.push(...hardCoded());
    await desk.user.click(screen.getByTestId("export"));
    await screen.findByTestId("export-page");
    found.push(...hardCoded());
    expect(found).toEqual([]);
  });

  it("of the palette and the list of keys", async () => {
    const desk = await openDesk({ contacts: 12 });
    await focusList();
    await desk.user.keyboard("{Control>}k{/Control}");
    await screen.findByTestId("palette");
    const found = hardCoded();
    await desk.user.keyboard("{Escape}?");
    await screen.findByTestId("shortcuts");
    expect([...found, ...hardCoded()]).toEqual([]);
  });

  it("of duplicates, compared, merged and noted as apart", async () => {
    const desk = await openWithPairs();
    await showDuplicates(desk);
    await waitFor(() => choiceOf("Title", "one"));
    const found = hardCoded();
    await desk.user.click(screen.getByTestId("merge"));
    await told();
    found.push(...hardCoded());
    await desk.user.click(screen.getByTestId("not-same"));
    await desk.user.click(
      (await screen.findByTestId("duplicates-apart")).querySelector("summary") as Element,
    );
    expect([...found, ...hardCoded()]).toEqual([]);
  });

  it("of fields set in many contacts, refused and done", async () => {
    const desk = await openDesk({ contacts: 12 });
    await openBulk(desk, 2);
    const found = hardCoded();
    await chooseField(desk, "MailingCountryCode");
    const value = setting("MailingCountryCode").querySelector(".value input") as HTMLInputElement;
    await desk.user.type(value, "ZZZ");
    await look(desk);
    found.push(...hardCoded());
    await desk.user.clear(value);
    await desk.user.type(value, "NL");
    await look(desk);
    await run(desk);
    expect([...found, ...hardCoded()]).toEqual([]);
  });

  it("of a contact that needs attention, and of one that was changed elsewhere", async () => {
    const desk = await openDesk({ contacts: 12 });
    change(desk, 2, { Email: "nowhere" });
    await focusList();
    await desk.user.keyboard("{F8}");
    await formOf(externalIdOf(2));
    await told();
    const found = hardCoded();
    await retype(desk, "Title", "Mine");
    change(desk, 2, { Title: "Theirs", Fax: "1" });
    await screen.findByTestId("stale");
    expect([...found, ...hardCoded()]).toEqual([]);
  });

  it.each([
    ["of the first start", { book: false }],
    ["of an empty book", { contacts: 0 }],
    ["of a book that can only be read", { readOnly: true, contacts: 3 }],
    ["of a damaged book", { failure: { kind: "damaged", message: "", hint: null } }],
  ] as const)("%s", async (_, options) => {
    await openDesk(options);
    await waitFor(() => expect(document.body.textContent).toContain("⟦"));
    expect(hardCoded()).toEqual([]);
  });
});
