import { SvelteSet } from "svelte/reactivity";
import { t } from "../../lib/i18n";
import { issueTextIn } from "../../lib/i18n/host";
import { toFailure } from "../../lib/ipc/failure";
import { keyId } from "../../lib/ipc/keys";
import { Newest } from "../../lib/ipc/newest";
import type {
  ApartPair,
  BookChanged,
  DuplicateContact,
  DuplicatePair,
  DuplicateProgress,
  Duplicates,
  Failure,
  Issue,
  Reply,
} from "../../lib/ipc/types";
import { Comparison } from "./comparison.svelte";
import type { DuplicatesHost } from "./host";
import { nameOf, namesOf } from "./words";

/** How many pairs are shown of a search. */
const MOST = 200;

/** The search for contacts that may be one person, what it found, and the pair that is looked at. */
export class DuplicatesModel {
  found: Duplicates | null = $state.raw(null);
  progress: DuplicateProgress | null = $state.raw(null);
  searching = $state(false);
  stopping = $state(false);
  /** Whether the last search was stopped. */
  stopped = $state(false);
  failure: Failure | null = $state.raw(null);
  /** What is being done to the pair that is looked at. */
  busy = $state(false);
  open: Comparison | null = $state.raw(null);
  apart: readonly ApartPair[] = $state.raw([]);
  /** The contacts that were changed since the search, and those that are no longer there, by Id. */
  readonly changed = new SvelteSet<string>();
  readonly #gone = new SvelteSet<string>();
  /** The pairs that were passed over. */
  readonly skipped = new SvelteSet<string>();
  readonly #searches = new Newest();

  constructor(readonly host: DuplicatesHost) {}

  readonly #apartIds: readonly string[] = $derived(this.apart.map(({ One, Other }) => idOf(One, Other)));

  /** The pairs there are still to decide about. */
  readonly pairs: readonly DuplicatePair[] = $derived(
    (this.found?.Pairs ?? []).filter(
      ({ One, Other }) =>
        !this.#gone.has(One.Id) && !this.#gone.has(Other.Id) && !this.#apartIds.includes(idOf(One, Other)),
    ),
  );

  /** How many pairs were found and are not decided about. */
  readonly left: number = $derived(
    (this.found?.Found ?? 0) - ((this.found?.Pairs.length ?? 0) - this.pairs.length),
  );

  /** How many of the contacts shown were changed since the search. */
  readonly outdated: number = $derived(
    contactsOf(this.pairs).filter(({ Id }) => this.changed.has(Id)).length,
  );

  /** Listens to the book and to the search; the answer stops it. */
  listen(): () => void {
    const { backend } = this.host;
    const stopping = [
      backend.onBookChanged((change) => void this.#bookChanged(change)),
      backend.duplicates.onProgress((progress) => {
        if (this.searching) this.progress = progress;
      }),
    ];
    return () => void Promise.all(stopping).then((stops) => stops.forEach((stop) => stop()));
  }

  /** Searches, unless that was done already. */
  async begin(): Promise<void> {
    if (this.found === null && !this.searching && !this.stopped) await this.search();
  }

  async search(): Promise<void> {
    if (this.searching) return;
    Object.assign(this, { searching: true, stopping: false, stopped: false, failure: null, progress: null });
    this.changed.clear();
    try {
      const { duplicates } = this.host.backend;
      const found = await this.#searches.run(() =>
        Promise.all([duplicates.find(MOST), duplicates.listApart()]),
      );
      if (found !== null) this.#show(...found);
    } catch (reason) {
      if (this.stopping) this.stopped = true;
      else this.failure = toFailure(reason);
    }
    this.searching = false;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.host.backend.duplicates.stop();
  }

  /** Whether a contact of a pair was changed since the search. */
  isOutdated({ One, Other }: DuplicatePair): boolean {
    return this.changed.has(One.Id) || this.changed.has(Other.Id);
  }

  isOpen(pair: DuplicatePair): boolean {
    return this.open !== null && pairId(this.open.pair) === pairId(pair);
  }

  /** Looks at a pair. */
  look(pair: DuplicatePair | undefined): void {
    if (pair === undefined) {
      this.open = null;
      return;
    }
    if (this.isOpen(pair)) return;
    this.open = new Comparison(this.host, pair);
    void this.open.read();
  }

  /** Looks at the pair so many places from the one that is looked at. */
  step(by: number): void {
    const at = this.pairs.findIndex((pair) => this.isOpen(pair));
    this.look(this.pairs[Math.max(0, Math.min(this.pairs.length - 1, at + by))]);
  }

  /** Goes on to the next pair. */
  skip(): void {
    if (this.open === null) return;
    this.skipped.add(pairId(this.open.pair));
    this.step(1);
  }

  /** Makes the two that are looked at one contact; whether that was done. */
  async merge(): Promise<boolean> {
    const { open } = this;
    const request = open?.request();
    if (!open || !request) return false;
    const name = nameOf(open.contact(open.stays));
    return this.#decide(open, () => this.host.backend.duplicates.merge(request), {
      done: t("duplicates.merged", { name }),
      settle: () => Promise.resolve(void this.#gone.add(request.goes)),
    });
  }

  /** Notes that the two that are looked at are not the same person; whether that was done. */
  async setApart(): Promise<boolean> {
    const { open } = this;
    if (open === null) return false;
    const { One, Other } = open.pair;
    return this.#decide(open, () => this.host.backend.duplicates.setApart(byId(One), byId(Other), true), {
      done: t("duplicates.apartDone", namesOf(open.pair)),
      settle: async () => void (this.apart = await this.host.backend.duplicates.listApart()),
    });
  }

  /** Takes back that two are not the same person. */
  async lift({ One, Other }: ApartPair): Promise<void> {
    try {
      const reply = await this.host.backend.duplicates.setApart(byId(One), byId(Other), false);
      if (!reply.answer.Success) throw new Error(this.#said(reply.answer.Errors));
      const names = { one: nameOf(One), other: nameOf(Other) };
      this.host.onmade(t("duplicates.apartLifted", names), reply.changeId);
      await this.#readApart();
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  async #decide(
    open: Comparison,
    call: () => Promise<Reply>,
    { done, settle }: { done: string; settle: () => Promise<void> },
  ): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    open.issues = [];
    open.failure = null;
    const at = this.pairs.findIndex((pair) => this.isOpen(pair));
    try {
      const { answer, changeId } = await call();
      if (!answer.Success) {
        open.issues = answer.Errors ?? [];
        // Whatever it is, it is looked at as it is now.
        await open.read();
        return false;
      }
      await settle();
      this.host.onmade(done, changeId);
      if (this.open === open) this.look(this.pairs[Math.max(0, Math.min(at, this.pairs.length - 1))]);
      return true;
    } catch (reason) {
      open.failure = toFailure(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #show(found: Duplicates, apart: ApartPair[]): void {
    this.#gone.clear();
    this.skipped.clear();
    this.apart = apart;
    this.found = found;
    this.look(this.pairs[0]);
  }

  #said(errors: readonly Issue[] | undefined): string {
    return (errors ?? []).map((issue) => issueTextIn(issue, this.host.schema)).join(" ");
  }

  async #readApart(): Promise<void> {
    this.apart = await this.host.backend.duplicates.listApart();
    this.#goOn();
  }

  /** Some of what is shown may be another now: what is no pair any more goes, and what is one again comes back. */
  async #bookChanged({ keys }: BookChanged): Promise<void> {
    if (this.found === null) return;
    try {
      if (keys.length === 0) return await this.#readApart();
      // An import tells of many keys at once.
      const named = Object.fromEntries(keys.map((key) => [keyId(key), true]));
      const touched = contactsOf(this.found.Pairs).filter(
        (contact) => keyId(contact.Key) in named || keyId(byId(contact)) in named,
      );
      await Promise.all(touched.map((contact) => this.#lookAgain(contact)));
      const { open } = this;
      const isOpen = ({ Id }: DuplicateContact): boolean =>
        [open?.pair.One.Id, open?.pair.Other.Id].includes(Id);
      if (open !== null && touched.some(isOpen)) await open.read();
      this.#goOn();
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  async #lookAgain(contact: DuplicateContact): Promise<void> {
    const { answer } = await this.host.backend.readContact(byId(contact));
    this.changed.add(contact.Id);
    if (answer.Success) this.#gone.delete(contact.Id);
    else this.#gone.add(contact.Id);
  }

  /** Where the pair that is looked at is none any more, the first one is. */
  #goOn(): void {
    const { open } = this;
    if (this.busy || (open !== null && this.pairs.some((pair) => this.isOpen(pair)))) return;
    if (open !== null || this.pairs.length > 0) this.look(this.pairs[0]);
  }
}

/** What tells a pair from others. */
export function pairId({ One, Other }: DuplicatePair): string {
  return idOf(One, Other);
}

function idOf(one: DuplicateContact, other: DuplicateContact): string {
  return JSON.stringify([one.Id, other.Id].toSorted());
}

function byId({ Id }: DuplicateContact): { by: "Id"; value: string } {
  return { by: "Id", value: Id };
}

/** The contacts of pairs, each once. */
function contactsOf(pairs: readonly DuplicatePair[]): DuplicateContact[] {
  const all = pairs.flatMap(({ One, Other }): [string, DuplicateContact][] => [
    [One.Id, One],
    [Other.Id, Other],
  ]);
  return Object.values(Object.fromEntries(all));
}
