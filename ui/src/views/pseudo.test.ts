import { screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DATE_FORMATS } from "../features/transfer/dates";
import { ENCODINGS } from "../features/transfer/words";
import { LANGUAGES, speakAs } from "../lib/i18n";
import { type Desk, openContact, openDesk, retype, row } from "../testing/desk";
import { pseudoLanguage } from "../testing/pseudo";
import { choose, openFields } from "../testing/fields";
import { openImport, preview } from "../testing/transfer";

// Read on demand in the window; here beforehand, as no test is about how long that takes.
beforeAll(async () => {
  await Promise.all([
    import("./FieldsSide.svelte"),
    import("./ImportSide.svelte"),
    import("./ExportSide.svelte"),
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
  return !NAMES.has(text.trim()) && /[A-Za-z]{2}/.test(text.replace(/⟦[^⟦⟧]*⟧/g, ""));
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
