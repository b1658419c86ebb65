import { SvelteMap } from "svelte/reactivity";
import { ID } from "../../lib/form/system";
import { thisMoment } from "../../lib/i18n/dates";
import type { Backend } from "../../lib/ipc/backend";
import { toFailure } from "../../lib/ipc/failure";
import { keyId } from "../../lib/ipc/keys";
import type { Failure, KeptDraft, RecordKey } from "../../lib/ipc/types";

/** The drafts the host keeps for this book: those of earlier sessions, and what is typed in this one. */
export class KeptDraftBox {
  /** Settled once the drafts of earlier sessions are known, or cannot be. */
  readonly ready: Promise<void>;
  loaded = $state(false);

  /** By the contact's Id; under `null` the one that is being created. */
  readonly #kept = new SvelteMap<string | null, KeptDraft>();
  #turn = 0;
  #failing = false;
  /** Settled once everything that was sent is with the host. */
  #underway: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly backend: Backend,
    /** In a read-only book nothing is kept and nothing is found. */
    private readonly readOnly: boolean,
    /** Told when drafts cannot be read or kept. */
    private readonly ontrouble: (failure: Failure) => void,
  ) {
    this.ready = this.#load();
  }

  /** All of them, newest first. */
  get all(): KeptDraft[] {
    return [...this.#kept.values()].sort((a, b) => b.at.localeCompare(a.at));
  }

  /** The draft of a contact, of the one that is being created for `null`. */
  of(id: string | null): KeptDraft | undefined {
    return this.#kept.get(id);
  }

  /** The draft of the contact that a key names or named. */
  named(key: RecordKey): KeptDraft | undefined {
    const wanted = keyId(key);
    return this.all.find(
      (draft) =>
        (draft.key !== null && keyId(draft.key) === wanted) || (key.by === ID && draft.id === key.value),
    );
  }

  /** Keeps a draft in place of the one its contact had. */
  keep(draft: KeptDraft): void {
    if (this.readOnly) return;
    const turn = this.#next();
    this.#kept.set(draft.id, { ...draft, at: thisMoment() });
    this.#try(() => this.backend.keepDraft(draft, turn));
  }

  /** Drops the draft of a contact, where it has one. */
  drop(id: string | null): void {
    if (!this.#kept.delete(id)) return;
    const turn = this.#next();
    this.#try(() => this.backend.dropDraft(id, turn));
  }

  /** Settled once the host has all that was kept and dropped so far. */
  async settled(): Promise<void> {
    await this.#underway;
  }

  /** Later than every turn before it, those of a page that was loaded anew in the same host among them. */
  #next(): number {
    this.#turn = Math.max(this.#turn + 1, Date.now());
    return this.#turn;
  }

  async #load(): Promise<void> {
    if (!this.readOnly) {
      try {
        const { drafts, notice } = await this.backend.listDrafts();
        for (const draft of drafts) if (!this.#kept.has(draft.id)) this.#kept.set(draft.id, draft);
        if (notice !== null) this.ontrouble({ kind: "failed", message: notice, hint: null });
      } catch (reason) {
        this.ontrouble(toFailure(reason));
      }
    }
    this.loaded = true;
  }

  #try(call: () => Promise<void>): void {
    this.#underway = Promise.all([this.#underway, this.#told(call)]);
  }

  /** Trouble is told when it begins, not with every key. */
  async #told(call: () => Promise<void>): Promise<void> {
    try {
      await call();
      this.#failing = false;
    } catch (reason) {
      if (!this.#failing) this.ontrouble(toFailure(reason));
      this.#failing = true;
    }
  }
}
