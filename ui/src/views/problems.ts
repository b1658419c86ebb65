import "../lib/i18n/actions";
import type { RecordModel } from "../features/record/record.svelte";
import { t } from "../lib/i18n";
import { issueTextIn } from "../lib/i18n/host";
import { keyId } from "../lib/ipc/keys";
import type { Attention, RecordKey } from "../lib/ipc/types";
import type { Session } from "./session.svelte";

/** A contact that needs attention, with what is wrong in it. */
type Problem = Attention["Breaches"][number];

/** How many contacts are gone through before the book is read again. */
const LIMIT = 200;

/** The contacts that need attention, gone through one after the other. */
export class Problems {
  /** What is still to be put right, as far as it was read. */
  #found: readonly Problem[] = [];
  /** How many there are in the book. */
  #count = 0;
  /** The place of the one that is open, or that the open one had. */
  #at = -1;
  #underway: Promise<void> = Promise.resolve();

  constructor(private readonly session: Session) {
    session.onstored = (record) => this.#stored(record);
  }

  /** Opens the next contact that needs attention, or the one before, with the keyboard in the field that does. */
  go(by: 1 | -1): Promise<void> {
    // A quick hand goes on from where it is to be, not from where it still is.
    this.#underway = this.#underway.then(() => this.#go(by)).catch((reason) => this.session.failed(reason));
    return this.#underway;
  }

  async #go(by: 1 | -1): Promise<void> {
    const open = this.#found.findIndex(({ Key }) => keyId(Key) === this.session.openId);
    // From one that was put right the next one has come to its place.
    let at = open >= 0 || by < 0 ? (open >= 0 ? open : this.#at) + by : Math.max(this.#at, 0);
    if (await this.#openFrom(at, by)) return;
    // Round from the end, and from what others have put right meanwhile: the book is read through once more.
    await this.#read();
    at = by > 0 ? 0 : this.#found.length - 1;
    if (await this.#openFrom(at, by)) return;
    this.session.notice = { text: t("problem.none"), tone: "done" };
  }

  /** Whether one of them could be opened, the first from a place on; those that need no attention any more are dropped. */
  async #openFrom(from: number, by: 1 | -1): Promise<boolean> {
    for (let at = from, problem = this.#found[at]; problem !== undefined; problem = this.#found[at]) {
      this.#at = at;
      if (await this.#open(problem)) return true;
      this.#drop(problem.Key);
      if (by < 0) at -= 1;
    }
    return false;
  }

  async #read(): Promise<void> {
    const { Contacts, Breaches } = await this.session.backend.contactsNeedingAttention(LIMIT);
    this.#found = Breaches;
    this.#count = Contacts;
    this.#at = -1;
  }

  /** Whether the contact still needs attention, and is shown now. */
  async #open({ Key, Issues }: Problem): Promise<boolean> {
    const { session } = this;
    await session.open(Key);
    const { record } = session;
    if (record === null || record.phase !== "ready") return false;
    // A value that another contact holds too is known of the list alone.
    const elsewhere = Issues.filter(({ Code }) => Code === "NotUnique");
    const wrong = record.faults.length > 0 ? record.faults : elsewhere;
    if (wrong.length === 0) return false;
    session.tab = "record";
    focusFirst(record, new Set([...wrong, ...Issues].map(({ Field }) => Field)));
    const first = wrong[0] ?? Issues[0];
    const message = first ? issueTextIn(first, session.schema) : "";
    session.notice = {
      text: t("problem.at", { at: this.#at + 1, count: this.#count, message }),
      tone: "error",
    };
    return true;
  }

  /** A contact was stored: put right, it offers the next. */
  #stored(record: RecordModel): void {
    const { key } = record;
    if (key === null || record.faults.length > 0 || !this.#drop(key)) return;
    const text = t("problem.right", { count: this.#count });
    const act = { label: "problem.next" as const, run: () => void this.go(1) };
    this.session.notice = { text, tone: "done", ...(this.#count > 0 && { act }) };
  }

  /** Whether it was one of them. */
  #drop(key: RecordKey): boolean {
    const at = this.#found.findIndex(({ Key }) => keyId(Key) === keyId(key));
    if (at < 0) return false;
    this.#found = this.#found.filter((_, place) => place !== at);
    this.#count -= 1;
    if (at < this.#at) this.#at -= 1;
    return true;
  }
}

/** Puts the keyboard into the first field of the form that is one of these. */
function focusFirst(record: RecordModel, names: ReadonlySet<string | undefined>): void {
  const shown = record.groups.flatMap((group) => group.fields);
  const first = shown.find(({ FieldName }) => names.has(FieldName)) ?? shown[0];
  if (first !== undefined) record.focusField(first.FieldName);
}
