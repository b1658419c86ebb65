import type { Composition } from "../../lib/form/composed";
import { displayValue, firstValue } from "../../lib/form/display";
import {
  bodyOf,
  changedFields,
  choose,
  decided,
  type Draft,
  draftAnew,
  draftOf,
  edit,
  keptOf,
  pastOf,
  rebase,
  restore,
  revert,
  settle,
  type Side,
  undecided,
  valueOf,
} from "../../lib/form/draft";
import { toJson } from "../../lib/form/exact";
import { blankRecord, createGroups, formGroups } from "../../lib/form/groups";
import { issuesOf, obstacleOf } from "../../lib/form/issues";
import { Keeper } from "../../lib/form/keeper";
import { LiveCheck } from "../../lib/form/livecheck";
import { createRequest, type HttpRequest, updateRequest } from "../../lib/form/request";
import { ETAG, ID, isKeyOf, keyOf, keyOfNew } from "../../lib/form/system";
import { isObject } from "../../lib/form/values";
import { toFailure } from "../../lib/ipc/failure";
import { Newest } from "../../lib/ipc/newest";
import type {
  Answer,
  Failure,
  Issue,
  JsonValue,
  KeptDraft,
  RecordData,
  RecordKey,
  Reply,
} from "../../lib/ipc/types";
import type { RecordHost } from "./host";

/** One open record: what is stored, what the person has made of it, and what the book says to that. */
export class RecordModel {
  /** Null until the record exists. */
  key: RecordKey | null = $state.raw(null);
  draft: Draft = $state.raw(draftOf({}));
  phase: "loading" | "ready" | "missing" = $state("loading");
  /** The newest answer to a check or a save: every message shown comes from it. */
  answer: Answer | null = $state.raw(null);
  /** The last request that was really sent, and its answer. */
  sent: { request: HttpRequest; reply: Reply } | null = $state.raw(null);
  failure: Failure | null = $state.raw(null);
  saving = $state(false);
  saved: { changeId: string | null } | null = $state.raw(null);
  /** When the edits were kept that an earlier session left, until they are saved or given up. */
  restored: { at: string } | null = $state.raw(null);
  /** Whether the summary of errors stands at the top: from a refused save until nothing is wrong. */
  summaryShown = $state(false);
  /** The field to focus next, anew with every object. */
  focus: { field: string } | null = $state.raw(null);

  /** Asks for the keyboard where a side is to be chosen, anew with every object. */
  choosing: object | null = $state.raw(null);
  /** Whether the last save was refused because the record had changed meanwhile. */
  overtaken = $state(false);

  readonly changed = $derived(changedFields(this.draft));
  /** The fields that were changed here and elsewhere, and that no side is chosen for. */
  readonly undecided = $derived(undecided(this.draft));
  readonly issues = $derived.by(() => issuesOf(this.answer, this.host.schema, this.#untouchedFaults));
  readonly obstacle = $derived(obstacleOf(this.answer));
  readonly groups = $derived.by(() =>
    this.key === null
      ? createGroups(this.host.schema, this.host.layout)
      : formGroups(this.host.schema, this.host.layout),
  );
  readonly title = $derived.by(() => firstValue(this.host.layout.Title, (name) => this.shown(name)));
  readonly subtitle = $derived.by(() =>
    this.host.layout.Subtitle.map((name) => this.shown(name))
      .filter((text) => text !== "")
      .join(" · "),
  );
  readonly body = $derived.by(() => {
    const withLock = this.key !== null && this.host.switches.enforceLock;
    return toJson(bodyOf(decided(this.draft), this.#order, withLock), 2);
  });
  readonly request: HttpRequest = $derived.by(() =>
    this.key === null
      ? createRequest(this.host.schema.Name, this.body)
      : updateRequest(this.host.schema.Name, this.key, this.body, this.host.switches),
  );

  /** What the schema no longer takes of the stored record: it is told as long as the field is not touched. */
  #faults: readonly Issue[] = $state.raw([]);
  readonly #untouchedFaults = $derived.by(() =>
    this.#faults.filter(({ Field }) => Field !== undefined && !this.changed.includes(Field)),
  );
  readonly #order = $derived.by(() => this.host.schema.FieldMetadata.map((field) => field.FieldName));
  readonly #check: LiveCheck<string, Reply>;
  readonly #reads = new Newest();
  readonly #keeper = new Keeper(() => this.#keep());
  /** Whose draft is kept: the record's Id and its key; of no record yet, none. */
  #place: { id: string | null; key: RecordKey | null } = $state.raw({ id: null, key: null });
  #readAgain = false;

  constructor(
    readonly host: RecordHost,
    key: RecordKey | null,
  ) {
    this.key = key;
    this.#check = new LiveCheck(
      (body) => this.#ask(body),
      (reply) => this.#checked(reply.answer),
    );
    if (key === null) this.#become(blankRecord(host.schema));
  }

  /** The value of a field as the form shows it. */
  value(field: string): JsonValue {
    return valueOf(this.draft, field);
  }

  /** The same as text to read. */
  shown(name: string): string {
    const field = this.host.schema.FieldMetadata.find((entry) => entry.FieldName === name);
    return displayValue(field, this.value(name));
  }

  /** A field edited by hand. */
  set(field: string, value: JsonValue): void {
    this.#edited(edit(this.draft, field, value, this.#rules, this.key === null));
  }

  /** A field back at what is stored. */
  revert(field: string): void {
    this.#edited(revert(this.draft, field, this.#rules));
  }

  /** Whose value a field is to have that was changed here and elsewhere. */
  choose(field: string, side: Side): void {
    this.#edited(choose(this.draft, field, side));
  }

  /** The same for all of them. Where nothing of mine is left then, there is nothing to save. */
  chooseAll(side: Side): void {
    const all = [...this.draft.contested].reduce((draft, field) => choose(draft, field, side), this.draft);
    const next = decided(all);
    this.#edited(changedFields(next).length === 0 ? next : all);
  }

  /** Every field back at what is stored. */
  revertAll(): void {
    this.#edited(draftOf(this.draft.theirs));
    this.keepNow();
  }

  /** Keeps what was typed without waiting for a pause. */
  keepNow(): void {
    this.#keeper.flush();
  }

  /** The record is gone, and what was typed with it. */
  forget(): void {
    this.#keeper.cancel();
    this.host.drafts.drop(this.#place.id);
  }

  /** The Id its draft is kept under; null of a record that does not exist yet. */
  get draftId(): string | null {
    return this.#place.id;
  }

  /** Whether a kept draft is this record's. */
  keeps(draft: KeptDraft): boolean {
    return this.phase === "ready" && this.#place.id === draft.id;
  }

  /** Reads the record, or reads it again: fields that were not touched show what is stored now. */
  async refresh(): Promise<void> {
    if (this.key === null) return;
    if (this.saving) {
      this.#readAgain = true;
      return;
    }
    const reply = await this.#read();
    await this.host.drafts.ready;
    if (reply === null) return;
    const data = reply.answer.Data;
    if (!reply.answer.Success || !isObject(data)) await this.#lost(reply.answer);
    else if (this.phase !== "ready") this.#become(data as RecordData);
    else {
      // What was said of the last save is not true of another change.
      if (this.changed.length === 0 && data[ETAG] !== this.draft.base[ETAG]) this.answer = null;
      const next = rebase(this.draft, data as RecordData);
      if (next.contested.size === 0 && this.obstacle === "stale") this.answer = null;
      this.#edited(next, true);
    }
  }

  /** Asks for a side of what is still contested. */
  askToChoose(): void {
    this.choosing = {};
  }

  /** Whether there is anything to send. */
  get canSave(): boolean {
    return this.phase === "ready" && !this.saving && !this.host.readOnly && this.changed.length > 0;
  }

  /** Sends what was changed. */
  async save(): Promise<void> {
    if (this.saving || this.phase !== "ready") return;
    const ready = decided(this.draft);
    if (ready !== this.draft) {
      this.#edited(ready);
      if (this.changed.length === 0) return this.keepNow();
    }
    this.overtaken = false;
    const key = this.key;
    const body = this.body;
    await this.#send(this.request, this.draft.edits, () =>
      key === null
        ? this.host.backend.createContact(body)
        : this.host.backend.updateContact(key, body, { ...this.host.switches }),
    );
  }

  /** Creates the record again from everything the form shows, after it was deleted elsewhere. */
  async recreate(): Promise<void> {
    this.draft = draftAnew(this.host.schema, this.draft);
    this.key = null;
    this.answer = null;
    await this.save();
    // Refused, it waits to be put right, with all that is to be created.
    if (this.key === null) this.#keep();
  }

  /** Puts the keyboard into a field. */
  focusField(field: string): void {
    this.focus = { field };
  }

  /** Whether a key names this record. */
  isNamedBy(key: RecordKey): boolean {
    return isKeyOf(key, this.draft.base) || (this.key?.by === key.by && this.key.value === key.value);
  }

  /** What the schema no longer takes of the record as it is stored. */
  get faults(): readonly Issue[] {
    return this.#faults;
  }

  get #rules(): readonly Composition[] {
    return this.host.layout.Composed;
  }

  #ask(body: string): Promise<Reply> {
    return this.key === null
      ? this.host.backend.checkNewContact(body)
      : this.host.backend.checkContact(this.key, body, this.host.switches.enforceLock);
  }

  #checked(answer: Answer): void {
    this.answer = answer;
    if (answer.Success) this.summaryShown = false;
  }

  #edited(draft: Draft, quiet = false): void {
    this.draft = draft;
    this.failure = null;
    if (!quiet) this.saved = null;
    if (this.changed.length === 0) this.restored = null;
    if (this.changed.length > 0 || this.host.drafts.of(this.#place.id) !== undefined) this.#keeper.touch();
    this.recheck();
  }

  #keep(): void {
    if (this.changed.length === 0) this.host.drafts.drop(this.#place.id);
    else this.host.drafts.keep({ ...this.#place, ...keptOf(this.draft), title: this.title, at: "" });
  }

  /** Asks the book again about the edits as they stand: something they are judged by has changed. */
  recheck(): void {
    if (this.changed.length > 0) return this.#check.schedule(this.body);
    this.#check.cancel();
    // With nothing edited nothing is wrong, but the warnings of the last save stay in sight.
    if (this.answer?.Success !== true) this.answer = null;
    this.summaryShown = false;
  }

  #become(record: RecordData): void {
    this.#settleIn(record);
    const kept = this.host.drafts.of(this.#place.id);
    this.draft = kept === undefined ? draftOf(record) : restore(kept, record);
    this.phase = "ready";
    this.answer = null;
    if (kept === undefined) return;
    // Edits that are stored by now need not be kept any longer.
    if (this.changed.length === 0) return this.#keep();
    this.restored = { at: kept.at };
    this.recheck();
  }

  /** A record that is not there; one with a kept draft is shown all the same, as far as it is known. */
  async #lost(answer: Answer): Promise<void> {
    const kept = this.key === null ? undefined : this.host.drafts.named(this.key);
    if (this.phase === "ready") this.answer = answer;
    else if (kept === undefined) this.phase = "missing";
    else await this.#mourn(kept, answer);
  }

  async #mourn(kept: KeptDraft, answer: Answer): Promise<void> {
    const known = await this.#lastKnown();
    this.#place = { id: kept.id, key: kept.key };
    this.draft = pastOf(kept, { ...blankRecord(this.host.schema), ...known });
    this.restored = { at: kept.at };
    this.answer = answer;
    this.phase = "ready";
  }

  /** What a deleted record held: its delete says it, where that is still known. */
  async #lastKnown(): Promise<RecordData> {
    const key = this.key;
    const last = key === null ? [] : await this.host.backend.contactHistory(key, 1).catch(() => []);
    return Object.fromEntries((last[0]?.Fields ?? []).map((field) => [field.Field, field.Old]));
  }

  #settleIn(record: RecordData): void {
    const id = record[ID];
    this.#place = { id: typeof id === "string" ? id : null, key: keyOf(record) };
  }

  /** Null when a newer read has overtaken this one, or when it failed. */
  async #read(): Promise<Reply | null> {
    const key = this.key;
    if (key === null) return null;
    try {
      const reply = await this.#reads.run(() => this.host.backend.readContact(key));
      if (reply !== null) this.#faults = reply.answer.Warnings ?? [];
      return reply;
    } catch (reason) {
      this.failure = toFailure(reason);
      return null;
    }
  }

  async #send(request: HttpRequest, edits: RecordData, call: () => Promise<Reply>): Promise<void> {
    this.#check.cancel();
    this.saving = true;
    this.failure = null;
    this.saved = null;
    try {
      const reply = await call();
      this.sent = { request, reply };
      if (reply.answer.Success) await this.#stored(reply, edits);
      else this.#refused(reply.answer);
    } catch (reason) {
      this.failure = toFailure(reason);
    }
    this.saving = false;
    if (this.#readAgain) {
      this.#readAgain = false;
      await this.refresh();
    }
  }

  async #stored(reply: Reply, edits: RecordData): Promise<void> {
    if (this.key === null) this.key = keyOfNew(edits, reply.answer.Data);
    const data = reply.answer.Data;
    this.#faults = this.#faults.filter(({ Field }) => Field !== undefined && !(Field in edits));
    const stored = isObject(data) ? reply : await this.#read();
    if (isObject(stored?.answer.Data)) {
      this.draft = settle(this.draft, edits, stored.answer.Data as RecordData);
      this.#stays();
    }
    this.answer = reply.answer;
    this.summaryShown = false;
    this.saved = { changeId: reply.changeId };
    this.host.onstored(this, reply.changeId);
    if (this.changed.length > 0) this.recheck();
  }

  /** What is stored need not be kept; what was typed meanwhile is kept under what the record is by now. */
  #stays(): void {
    const before = this.#place.id;
    this.#settleIn(this.draft.base);
    this.restored = null;
    if (before !== this.#place.id) this.host.drafts.drop(before);
    this.#keeper.cancel();
    this.#keep();
  }

  /** What is stored now is read, and the keyboard goes to what is to be chosen then. */
  #overtake(): void {
    this.overtaken = true;
    this.#readAgain = true;
    this.choosing = {};
  }

  #refused(answer: Answer): void {
    this.answer = answer;
    if (this.obstacle === "stale") this.#overtake();
    this.summaryShown = this.issues.fieldErrors.length + this.issues.general.length > 0;
    const first = this.issues.fieldErrors[0]?.Field;
    if (first !== undefined && this.obstacle === null) this.focusField(first);
  }
}
