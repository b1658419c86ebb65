import type { Backend } from "../backend";
import type { DeskState, ListPage, ListQuery, RecordKey } from "../types";
import { FakeBackend } from "./fake";
import { hostilePerson } from "./hostile";
import { externalIdOf, person } from "./people";

/**
 * The fake in the state that the address asks for:
 * `?state=first|empty|readonly|failure|damaged|upkeep|slow|hostile|million|preparing`.
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
  preparing: () => new FakeBackend({ preparing: 12 }),
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
  readonly #places = new Map<string, number>();

  override async deskState(): Promise<DeskState> {
    const state = await super.deskState();
    return { ...state, book: state.book && { ...state.book, recordCount: MILLION }, firstPage: null };
  }

  override listContacts({ offset, limit }: ListQuery): Promise<ListPage> {
    const rows = between(offset, limit).map((index) => {
      const values = { ...person(index), Name: `${index + 1} ${String(person(index)["Name"])}` };
      this.#places.set(externalIdOf(index), index);
      return { key: keyOfMany(index), values, marks: {} };
    });
    return Promise.resolve({ rows, matches: MILLION, total: MILLION, preparing: null, wrong: null });
  }

  override listKeys({ offset, limit }: ListQuery): Promise<RecordKey[]> {
    return Promise.resolve(between(offset, limit).map(keyOfMany));
  }

  override listPlace(_: ListQuery, key: RecordKey): Promise<number | null> {
    return Promise.resolve(this.#places.get(key.value) ?? null);
  }
}

const MILLION = 1_000_000;

function between(offset: number, limit: number): number[] {
  const count = Math.max(0, Math.min(limit, MILLION - offset));
  return Array.from({ length: count }, (_, at) => offset + at);
}

function keyOfMany(index: number): RecordKey {
  return { by: "ExternalId", value: externalIdOf(index) };
}
