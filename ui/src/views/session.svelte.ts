import { SvelteMap } from "svelte/reactivity";
import { ListModel } from "../features/list/list.svelte";
import { KeptDraftBox } from "../features/record/drafts.svelte";
import { RecordModel } from "../features/record/record.svelte";
import type { RecordHost } from "../features/record/host";
import type { RecordTab } from "../features/record/tabs";
import type { Opened } from "../lib/actions/last";
import {
  didChange,
  didRedo,
  didUndo,
  nextRedo,
  nextUndo,
  NOTHING_DONE,
  type UndoStack,
} from "../lib/actions/undo";
import type { Switches } from "../lib/form/request";
import { EXTERNAL_ID, ID, keyOf } from "../lib/form/system";
import { isObject } from "../lib/form/values";
import { type MessageKey, t } from "../lib/i18n";
import { deskInWords, issueTextIn } from "../lib/i18n/host";
import type { Backend, UndoPart } from "../lib/ipc/backend";
import { toFailure } from "../lib/ipc/failure";
import { keyId } from "../lib/ipc/keys";
import { Newest } from "../lib/ipc/newest";
import type {
  BookChanged,
  DeskState,
  Issue,
  KeptDraft,
  Layout,
  ObjectMetadata,
  RecordData,
  RecordKey,
  Reply,
} from "../lib/ipc/types";
import { Arranging } from "./arranging";
import { copyRows } from "./copying";
import type { Resumed } from "./resuming";

/** Where the draft of a contact that does not exist yet is kept. */
const NEW = "new";

/** A quiet word at the foot of the list, perhaps with something to do about it. */
export type Notice = { text: string; tone: "done" | "error"; act?: { label: MessageKey; run: () => void } };

/** One open book in one window: its list, the open record, the drafts, and what can be undone. */
export class Session {
  readonly list: ListModel;
  /** Columns and views, kept in the book. */
  readonly arranging: Arranging;
  /** Schema and layout of the book as they are now. */
  schema: ObjectMetadata = $state.raw({} as ObjectMetadata);
  layout: Layout = $state.raw({} as Layout);
  readonly switches: Switches = $state({ includePayload: true, enforceLock: true });
  record: RecordModel | null = $state.raw(null);
  tab: RecordTab = $state("record");
  notice: Notice | null = $state.raw(null);
  /** What was typed and not saved, as the host keeps it. */
  readonly kept: KeptDraftBox;

  /** Called after a change of an open record was stored. */
  onstored: ((record: RecordModel) => void) | null = null;

  /** Every record of this session that holds unsaved work, and the open one. */
  readonly #open = new SvelteMap<string, RecordModel>();
  #undo: UndoStack = $state.raw(NOTHING_DONE);
  readonly #host: RecordHost;
  /** The contact that was open last, shown but not read yet. */
  readonly #reopened: RecordModel | null = null;
  readonly #states = new Newest();

  /** The keys of the records with unsaved work. */
  readonly drafts: ReadonlySet<string> = $derived.by(() => {
    const dirty = [...this.#open].filter(([, record]) => record.changed.length > 0).map(([id]) => id);
    // Made anew with every change, never changed in place.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    return new Set([...dirty, ...this.kept.all.map(placeOf)]);
  });
  readonly openId = $derived(this.record?.key ? keyId(this.record.key) : null);

  constructor(
    readonly backend: Backend,
    readonly desk: DeskState,
    resumed: Resumed | null = null,
  ) {
    const shown = deskInWords(desk);
    this.schema = shown.schema;
    this.layout = shown.layout;
    this.list = new ListModel(this, shown, resumed);
    this.arranging = new Arranging(this);
    this.kept = new KeptDraftBox(backend, this.readOnly, ({ message }) => {
      this.notice = { text: message, tone: "error" };
    });
    this.#host = hostOf(this, (record, changeId) => this.#stored(record, changeId));
    if (resumed?.last.open) this.#reopened = this.#reopen(resumed.last.open);
  }

  get readOnly(): boolean {
    return this.desk.book?.readOnly ?? false;
  }

  /** Whether there is a change of this session to take back, and one to bring back. */
  get canUndo(): boolean {
    return nextUndo(this.#undo) !== null;
  }

  get canRedo(): boolean {
    return nextRedo(this.#undo) !== null;
  }

  /** The list shows other columns in every view that has none of its own. */
  keepColumns(columns: readonly string[]): void {
    void this.arranging.keepColumns(columns);
  }

  /** Something could not be done; what is shown is as it was. */
  failed(reason: unknown): void {
    this.notice = { text: toFailure(reason).message, tone: "error" };
  }

  /** Puts the selected contacts, else the one the keyboard is on, on the clipboard as a table. */
  async copyRows(): Promise<void> {
    try {
      const count = await copyRows(this.list);
      this.notice =
        count === null
          ? { text: t("rows.copyFailed"), tone: "error" }
          : { text: t("rows.copied", { count }), tone: "done" };
    } catch (reason) {
      this.failed(reason);
    }
  }

  /** Whether the contact that is being created waits out of sight. */
  get newWaits(): boolean {
    return this.drafts.has(NEW) && this.record?.key !== null;
  }

  /** Listens to the book; the answer stops it. */
  listen(): () => void {
    const stopping = this.backend.onBookChanged((change) => this.#changed(change));
    return () => void stopping.then((stop) => stop());
  }

  /** Opens a record, with its draft if it has one. */
  async open(key: RecordKey): Promise<void> {
    const id = keyId(key);
    const record = this.#open.get(id) ?? new RecordModel(this.#host, key);
    this.#show(id, record);
    this.list.activate(id);
    await record.refresh();
  }

  /** Reads the contact that was open last, once there is time for it. One that is no more is put away unseen. */
  async readOpened(): Promise<void> {
    const record = this.record;
    if (record === null || record !== this.#reopened) return;
    await record.refresh();
    if (record.key !== null) this.list.activate(keyId(record.key));
    if (record.phase === "missing" && this.record === record) this.close();
  }

  /** Opens the contact of a kept draft, by the key it has now; one that is gone is shown as far as it is known. */
  async openKept(draft: KeptDraft): Promise<void> {
    this.tab = "record";
    if (draft.id === null) return this.startNew();
    const open = [...this.#open].find(([, record]) => record.keeps(draft));
    if (open !== undefined) {
      this.#show(...open);
      return open[1].refresh();
    }
    const key: RecordKey = { by: ID, value: draft.id };
    const found = await this.backend.readContact(key).catch(() => null);
    const data = found?.answer.Data;
    await this.open((isObject(data) ? keyOf(data as RecordData) : null) ?? key);
  }

  /** Keeps what was typed last, of every record, without waiting for a pause: the window may end. */
  keepAll(): void {
    for (const record of this.#open.values()) record.keepNow();
  }

  /** The same; settled once the host has it. */
  async keptAll(): Promise<void> {
    this.keepAll();
    await this.kept.settled();
  }

  /** Opens the record of an externalId; what the book says when there is none. */
  async goTo(externalId: string): Promise<true | string> {
    const key: RecordKey = { by: EXTERNAL_ID, value: externalId };
    try {
      const { answer } = await this.backend.readContact(key);
      if (!answer.Success) return this.#notFound(externalId, answer.Errors?.[0]);
      await this.open(key);
      return true;
    } catch (reason) {
      return toFailure(reason).message;
    }
  }

  /** Starts a new contact, or goes on with the one begun; an externalId given is filled in. */
  startNew(externalId?: string): void {
    if (this.readOnly) return;
    // What was begun in an earlier session must be known before it is begun anew.
    if (!this.kept.loaded) return void this.kept.ready.then(() => this.startNew(externalId));
    const record = this.#open.get(NEW) ?? new RecordModel(this.#host, null);
    this.#show(NEW, record);
    this.tab = "record";
    if (externalId !== undefined) record.set(EXTERNAL_ID, externalId);
    const first = record.groups[externalId === undefined ? 0 : 1]?.fields[0];
    if (first !== undefined) record.focusField(first.FieldName);
  }

  /** Puts the open record away; its draft is kept. */
  close(): void {
    this.#leave();
    this.record = null;
  }

  async save(): Promise<void> {
    const record = this.record;
    if (!record?.canSave) return;
    this.notice = null;
    // Nobody's work is overwritten unseen, but where the person has switched that off.
    if (record.undecided.length > 0 && this.switches.enforceLock) {
      this.tab = "record";
      return record.askToChoose();
    }
    await record.save();
    // A refused save shows its fields, unless the person is looking at the answer itself.
    if (record.summaryShown && this.tab === "history") this.tab = "record";
  }

  /** Sends the request as it stands, even if it changes nothing. */
  async send(): Promise<void> {
    await this.record?.save();
  }

  async deleteOpen(): Promise<void> {
    const record = this.record;
    const key = record?.key;
    if (!record || !key) return;
    const reply = await this.attempt(() => this.backend.deleteContact(key));
    if (reply === null) return;
    record.forget();
    this.#open.delete(keyId(key));
    this.record = null;
    const changeId = reply.changeId;
    if (changeId === null) return;
    this.#undo = didChange(this.#undo, changeId);
    const back = (): void => void this.undo(changeId).then(() => this.open(key));
    this.notice = {
      text: t("deleted", { name: record.title || key.value }),
      tone: "done",
      act: { label: "undo", run: back },
    };
  }

  /** Takes back one change, the session's last when none is named. */
  async undo(changeId: string | null = nextUndo(this.#undo)): Promise<void> {
    if (changeId === null) return;
    const reply = await this.attempt(() => this.backend.undoChange(changeId));
    if (reply === null) return;
    this.#undo = didUndo(this.#undo, changeId, reply.changeId);
    const text = this.#told(t("undone"), reply);
    this.notice = { text, tone: "done", act: { label: "redo", run: () => void this.redo() } };
    await this.#afterUndo();
  }

  /** Takes back a part of a change, which is a change like any other: it can be undone itself. */
  async undoPart(changeId: string, part: UndoPart, done: string): Promise<void> {
    await this.#takeBack(() => this.backend.undoChange(changeId, part), done);
  }

  /** Makes a contact again what it was right after one of its changes. */
  async putBack(key: RecordKey, changeId: string, done: string): Promise<void> {
    await this.#takeBack(() => this.backend.putBackContact(key, changeId), done);
  }

  /** Brings back what was undone last. */
  async redo(): Promise<void> {
    const changeId = nextRedo(this.#undo);
    if (changeId === null) return;
    const reply = await this.attempt(() => this.backend.undoChange(changeId));
    if (reply === null) return;
    this.#undo = didRedo(this.#undo, changeId, reply.changeId);
    this.notice = { text: t("redone"), tone: "done", act: { label: "undo", run: () => void this.undo() } };
    await this.#afterUndo();
  }

  /** Sets a switch of the request; the open draft is judged by it anew. */
  setSwitches(change: Partial<Switches>): void {
    Object.assign(this.switches, change);
    this.record?.recheck();
  }

  /** Tells of a change that was made elsewhere in this window: it can be undone like a save. */
  made(text: string, changeId: string | null): void {
    this.notice = { text, tone: "done" };
    if (changeId === null) return;
    this.#undo = didChange(this.#undo, changeId);
    this.notice = { text, tone: "done", act: { label: "undo", run: () => void this.undo(changeId) } };
  }

  /** Shows the contact that was open last, before it is read. */
  #reopen({ key, tab }: Opened): RecordModel {
    const record = outliving(() => new RecordModel(this.#host, key));
    this.tab = tab;
    this.#show(keyId(key), record);
    return record;
  }

  #show(id: string, record: RecordModel): void {
    if (this.record !== record) this.#leave();
    this.notice = null;
    this.#open.set(id, record);
    this.record = record;
    if (record.key === null && this.tab === "history") this.tab = "record";
  }

  /** The record that is left stays only for its unsaved work. */
  #leave(): void {
    const record = this.record;
    if (record === null) return;
    record.saved = null;
    record.restored = null;
    record.keepNow();
    if (record.changed.length === 0) this.#open.delete(record.key ? keyId(record.key) : NEW);
  }

  #stored(record: RecordModel, changeId: string | null): void {
    if (changeId !== null) this.#undo = didChange(this.#undo, changeId);
    // A contact that was being created has its key now.
    if (record.key !== null && this.#open.get(NEW) === record) {
      this.#open.delete(NEW);
      this.#open.set(keyId(record.key), record);
    }
    this.list.refresh();
    this.onstored?.(record);
  }

  /** Why there is nothing to go to. */
  #notFound(key: string, issue: Issue | undefined): string {
    const isMissing = issue === undefined || issue.Code === "NotFound";
    return isMissing ? t("goTo.missing", { key }) : issueTextIn(issue, this.schema);
  }

  /** What was done, and what had to be kept as it is. */
  #told(done: string, { answer }: Reply): string {
    return [done, ...(answer.Warnings ?? []).map((issue) => issueTextIn(issue, this.schema))].join(". ");
  }

  async #takeBack(call: () => Promise<Reply>, done: string): Promise<void> {
    const reply = await this.attempt(call);
    if (reply === null) return;
    const changeId = reply.changeId;
    if (changeId === null) {
      this.notice = { text: t("history.nothingDiffers"), tone: "done" };
      return;
    }
    this.made(this.#told(done, reply), changeId);
    await this.#afterUndo();
  }

  /** The undo of a creation leaves nothing to show; any other leaves the record, as it was. */
  async #afterUndo(): Promise<void> {
    const record = this.record;
    if (record === null) return;
    record.saved = null;
    await record.refresh();
    if (record.obstacle !== "gone" || record.changed.length > 0 || this.record !== record) return;
    this.#open.delete(record.key ? keyId(record.key) : NEW);
    this.record = null;
  }

  #changed(change: BookChanged): void {
    this.list.refresh();
    if (change.gone) void this.list.selection.forgetGone(change.keys);
    if (change.schema) return void this.#learn();
    const record = this.record;
    if (record?.key && (change.keys.length === 0 || change.keys.some((key) => record.isNamedBy(key)))) {
      void record.refresh();
    }
  }

  /** Schema and layout are others now. Drafts and the open record stay, and are judged by the new rules. */
  async #learn(): Promise<void> {
    try {
      const state = await this.#states.run(() => this.backend.deskState());
      if (state === null) return;
      ({ schema: this.schema, layout: this.layout } = deskInWords(state));
      this.list.arrange(this.schema, this.layout);
    } catch (reason) {
      this.failed(reason);
    }
    await this.record?.refresh();
  }

  /** Null when the book refused or failed; the notice says why. */
  async attempt(call: () => Promise<Reply>): Promise<Reply | null> {
    try {
      const reply = await call();
      if (reply.answer.Success) return reply;
      const text =
        reply.answer.Errors?.map((issue) => issueTextIn(issue, this.schema)).join(" ") ??
        reply.answer.StatusCode;
      this.notice = { text, tone: "error" };
    } catch (reason) {
      this.failed(reason);
    }
    return null;
  }
}

/** Makes what is read after the window has let go of it too: a draft may be kept last of all. */
function outliving<T>(make: () => T): T {
  let made!: T;
  $effect.root(() => void (made = make()));
  return made;
}

/** What the records of a session need of it. */
function hostOf(session: Session, onstored: RecordHost["onstored"]): RecordHost {
  return {
    backend: session.backend,
    get schema() {
      return session.schema;
    },
    get layout() {
      return session.layout;
    },
    readOnly: session.readOnly,
    switches: session.switches,
    drafts: session.kept,
    onstored,
  };
}

/** Where a session keeps the record that a draft is of. */
function placeOf(draft: KeptDraft): string {
  if (draft.id === null) return NEW;
  return keyId(draft.key ?? { by: ID, value: draft.id });
}
