import type { Backend } from "../backend";
import type { ListPage, ListQuery } from "../types";
import { FakeBackend } from "./fake";
import { hostilePerson } from "./hostile";
import { externalIdOf, person } from "./people";

/**
 * The fake in the state that the address asks for:
 * `?state=first|empty|readonly|failure|damaged|upkeep|slow|hostile|million`.
 */
export function fakeFromAddress(search: string): Backend {
  const state = new URLSearchParams(search).get("state") ?? "book";
  const made = SCENARIOS[state]?.() ?? new FakeBackend();
  // At hand in the browser's console, to change the book from outside.
  Object.assign(window, { kithFake: made });
  return made;
}

const SCENARIOS: Record<string, () => FakeBackend> = {
  first: () => new FakeBackend({ book: false }),
  empty: () => new FakeBackend({ contacts: 0 }),
  readonly: () => new FakeBackend({ readOnly: true }),
  slow: () => new FakeBackend({ delayMs: 900 }),
  million: () => new MillionBackend({ contacts: 0 }),
  hostile: () => {
    const fake = new FakeBackend({ contacts: 30 });
    fake.store.seed(hostilePerson(), new Date().toISOString());
    return fake;
  },
  failure: () =>
    new FakeBackend({
      failure: {
        kind: "inUse",
        message: "The book is in use by another program.",
        hint: "Close the other window of Kith or the command that works on ~/Kith/Contacts, then try again.",
      },
    }),
  damaged: () =>
    new FakeBackend({
      failure: {
        kind: "damaged",
        message: "Change 498 does not match its checksum, in ~/Kith/Contacts/log. Nothing was changed.",
        hint: null,
      },
    }),
  upkeep: () =>
    new FakeBackend({
      backup: {
        last: "2026-11-20T08:00:00.000Z",
        failure: {
          kind: "failed",
          message: "Could not write the backup: no space is left on the disk.",
          hint: null,
        },
      },
      upkeep: { wasted: { onDisk: 96 * 2 ** 20, live: 20 * 2 ** 20 }, failure: null },
    }),
};

/** A book of a million rows that exist only while they are looked at. */
class MillionBackend extends FakeBackend {
  override listContacts(query: ListQuery): Promise<ListPage> {
    const total = 1_000_000;
    const rows = Array.from({ length: Math.max(0, Math.min(query.limit, total - query.offset)) }, (_, at) => {
      const index = query.offset + at;
      const values = { ...person(index), Name: `${index + 1} ${String(person(index)["Name"])}` };
      return { key: { by: "ExternalId" as const, value: externalIdOf(index) }, values };
    });
    return Promise.resolve({ rows, matches: total, total });
  }
}
