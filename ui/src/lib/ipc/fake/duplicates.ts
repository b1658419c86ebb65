import type { DuplicateSearch } from "../duplicates";
import type {
  ApartPair,
  DuplicateContact,
  DuplicatePair,
  DuplicateProgress,
  DuplicateReason,
  Duplicates,
  Merge,
  RecordKey,
  Reply,
} from "../types";
import { keyOf } from "../../form/system";
import { isObject, toText } from "../../form/values";
import type { FakeManager } from "./manager";
import { failed, readOnly, reply } from "./replies";
import { checkFields, issue } from "./rules";
import type { FakeStore, Stored } from "./store";

/** How many contacts are read before whoever watches is told. */
const BATCH = 50;

/** Stands in for the host's search for duplicates: the same address, number, or name at the same company. */
export class FakeDuplicates implements DuplicateSearch {
  /** Waited for after every batch. */
  pace: () => Promise<void> = () => Promise.resolve();
  #apart: { ids: [string, string]; at: string }[] = [];
  /** What takes a change back that is no change of a contact. */
  readonly #undo = new Map<string, () => void>();
  #stopped = false;
  readonly #listeners = new Set<(progress: DuplicateProgress) => void>();

  constructor(
    private readonly store: FakeStore,
    private readonly manager: FakeManager,
    private readonly isReadOnly: boolean,
  ) {}

  async find(limit: number): Promise<Duplicates> {
    this.#stopped = false;
    const all = [...this.store.records.values()];
    for (let done = 0; done < all.length; done += BATCH) {
      for (const tell of this.#listeners) tell({ step: "read", done, total: all.length });
      await this.pace();
      if (this.#stopped) throw new Error("The work was ended.");
    }
    const pairs = all.flatMap((one, at) => all.slice(at + 1).flatMap((other) => pairOf(one, other) ?? []));
    const Pairs = pairs
      .filter(({ One, Other }) => !this.#isApart(One.Id, Other.Id))
      .toSorted((one, other) => other.Score - one.Score);
    return { Contacts: all.length, Found: Pairs.length, More: false, Pairs: Pairs.slice(0, limit) };
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return Promise.resolve();
  }

  setApart(one: RecordKey, other: RecordKey, apart: boolean): Promise<Reply> {
    if (this.isReadOnly) return Promise.resolve(readOnly());
    const ids = [one, other].map((key) => toText(this.store.find(key)?.["Id"]));
    const [first, second] = ids.toSorted();
    if (!first || !second) return Promise.resolve(missing());
    const before = this.#apart;
    const others = before.filter(({ ids }) => ids[0] !== first || ids[1] !== second);
    const now = { ids: [first, second] as [string, string], at: new Date().toISOString() };
    const changeId = this.#become(apart ? [...others, now] : others);
    this.#undo.set(changeId, () => this.#become(before));
    return Promise.resolve(reply("OK", {}, changeId));
  }

  listApart(): Promise<ApartPair[]> {
    const pairs = this.#apart.flatMap(({ ids, at }) => {
      const [one, other] = ids.map((id) => this.store.records.get(id));
      return one && other ? [{ One: contactOf(one), Other: contactOf(other), At: at }] : [];
    });
    return Promise.resolve(pairs);
  }

  merge({ stays, staysEtag, goes, goesEtag, take }: Merge): Promise<Reply> {
    if (this.isReadOnly) return Promise.resolve(readOnly());
    const [keeper, goer] = [this.store.records.get(stays), this.store.records.get(goes)];
    if (keeper === undefined || goer === undefined) return Promise.resolve(missing());
    if (keeper["ETag"] !== staysEtag || goer["ETag"] !== goesEtag) {
      const message =
        "A contact was changed after it was looked at, so nothing was merged. Look at it again.";
      return Promise.resolve(failed("BadRequest", [issue("StaleRecord", message, "ETag")]));
    }
    const fields = Object.fromEntries(take.map((name) => [name, goer[name] ?? null]));
    const { errors } = checkFields(this.manager.schema, fields, keeper);
    if (errors.length > 0) return Promise.resolve(failed("BadRequest", errors));
    return Promise.resolve(reply("OK", {}, this.store.merge(keeper, fields, goer)));
  }

  onProgress(listener: (progress: DuplicateProgress) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return Promise.resolve(() => this.#listeners.delete(listener));
  }

  /** Takes a change of these back; null where it is none. */
  undo(changeId: string): Reply | null {
    const undo = this.#undo.get(changeId);
    if (undo === undefined) return null;
    undo();
    return reply("OK", {}, this.store.nextChange());
  }

  #isApart(one: string, other: string): boolean {
    return this.#apart.some(({ ids }) => ids.includes(one) && ids.includes(other));
  }

  #become(apart: { ids: [string, string]; at: string }[]): string {
    this.#apart = apart;
    const changeId = this.store.nextChange();
    this.store.tell({ changeId, keys: [], schema: false, gone: false });
    return changeId;
  }
}

function missing(): Reply {
  return failed("NotFound", [issue("NotFound", "No contact has that key.")]);
}

function pairOf(one: Stored, other: Stored): DuplicatePair | null {
  const same = (name: string): boolean => fold(one[name]) !== "" && fold(one[name]) === fold(other[name]);
  const account = (record: Stored): string =>
    isObject(record["Account"]) ? toText(record["Account"]["Name"]) : "";
  const [email, phone, name] = [same("Email"), same("Phone"), same("Name")];
  const company = account(one) !== "" && account(one) === account(other);
  if (!email && !phone && !(name && company)) return null;
  const reason = (Kind: DuplicateReason["Kind"], field: string): DuplicateReason => ({
    ...{ Kind, One: toText(one[field]), Other: toText(other[field]) },
  });
  const Reasons = [
    ...(email ? [reason("sameEmail", "Email")] : []),
    ...(phone ? [reason("samePhone", "Phone")] : []),
    ...(name ? [reason("sameName", "Name")] : []),
    ...(company ? [{ Kind: "sameCompany" as const, One: account(one), Other: account(other) }] : []),
  ];
  const Score = (email ? 40 : 0) + (name ? 30 : 0) + (phone ? 20 : 0) + (company ? 10 : 0);
  const Certainty = Score >= 70 ? "veryLikely" : Score >= 40 ? "likely" : "possible";
  return { One: contactOf(one), Other: contactOf(other), Score, Certainty, Reasons, Group: 0 };
}

function contactOf(record: Stored): DuplicateContact {
  const Id = toText(record["Id"]);
  const company = isObject(record["Account"]) ? toText(record["Account"]["Name"]) : "";
  const Subtitle = [toText(record["Title"]), company].filter((part) => part !== "").join(" · ");
  return { Id, Key: keyOf(record) ?? { by: "Id", value: Id }, Title: toText(record["Name"]), Subtitle };
}

function fold(value: Stored[string] | undefined): string {
  return toText(value).toLowerCase().trim();
}
