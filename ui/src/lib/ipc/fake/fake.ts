import type { Backend, UndoPart, UpdateOptions } from "../backend";
import type {
  Backup,
  BookSpace,
  Compaction,
  DeskState,
  Diagnosis,
  Forgotten,
  Issue,
  JsonValue,
  KeptBackup,
  KeptDraft,
  KeptDrafts,
  ListPage,
  ListQuery,
  ListValues,
  RecordKey,
  Reply,
  RequestEntry,
  Restoration,
  StandingCounts,
  Retention,
  WouldForget,
  SchemaEdit,
  SchemaFile,
} from "../types";
import { createRequest, updateRequest } from "../../form/request";
import { FakeAsked } from "./asked";
import { FakeBackups } from "./backups";
import { FakeBulk } from "./bulk";
import { FakeDrafts } from "./drafts";
import { FakeDuplicates } from "./duplicates";
import { FakeList } from "./list";
import { FakeManager } from "./manager";
import { failed, parse, readOnly, reply } from "./replies";
import { FakeRetention } from "./retention";
import { checkFields, issue } from "./rules";
import { diagnosis } from "./repair";
import { layout, schema } from "./schema";
import { FakeStanding } from "./standing";
import { FakeStore, type Stored } from "./store";
import { FakeTransfer } from "./transfer";
import { fill } from "./people";

/** How a fake book starts. */
export type FakeOptions = {
  contacts?: number;
  book?: boolean;
  readOnly?: boolean;
  failure?: DeskState["failure"];
  backup?: DeskState["backup"];
  upkeep?: DeskState["upkeep"];
  /** Milliseconds every answer takes. */
  delayMs?: number;
  /** How many answers find the list's index still being built. */
  preparing?: number;
  /** A schema in place of the shipped one. */
  schema?: DeskState["schema"];
};

const ABOUT = { version: "0.0.0", commit: null, system: "none", webView: null };

/** An in-memory stand-in for the host: same answers, same events, a plausible book. */
export class FakeBackend implements Backend {
  readonly store = new FakeStore({ Id: "005U000001", Name: "Robin Ekholm" });
  readonly requests: RequestEntry[] = [];
  readonly drafts = new FakeDrafts();
  readonly asked = new FakeAsked();
  readonly backups = new FakeBackups(this.store);
  readonly retention = new FakeRetention(this.backups);
  readonly manager: FakeManager;
  readonly standing: FakeStanding;
  readonly list: FakeList;
  readonly transfer: FakeTransfer;
  readonly duplicates: FakeDuplicates;
  readonly bulk: FakeBulk;
  /** What the next picked schema file says; null as if nothing was picked. */
  schemaFile: { name: string; edits: SchemaEdit[] } | null = null;
  /** The size the window was last asked to show everything at. */
  zoom = 1;
  #open: boolean;
  #failure: DeskState["failure"];
  #upkeep: DeskState["upkeep"];

  constructor(readonly options: FakeOptions = {}) {
    this.manager = new FakeManager(this.store, layout, options.schema ?? schema);
    this.standing = new FakeStanding(this.store, this.manager);
    this.list = new FakeList(this.store, this.manager, this.standing, options.preparing ?? 0);
    this.transfer = new FakeTransfer(
      this.store,
      this.manager,
      this.list,
      this.standing,
      () => (this.#open = true),
    );
    this.duplicates = new FakeDuplicates(this.store, this.manager, options.readOnly ?? false);
    this.bulk = new FakeBulk(this.store, this.manager, this.list);
    this.#open = options.book ?? true;
    this.#failure = options.failure ?? null;
    this.#upkeep = options.upkeep;
    if (this.#open) fill(this.store, options.contacts ?? 250);
  }

  get schema(): DeskState["schema"] {
    return this.manager.schema;
  }

  about: Backend["about"] = () => Promise.resolve(ABOUT);

  async deskState(): Promise<DeskState> {
    await this.#pause();
    const { readOnly = false } = this.options;
    const found = { folder: "~/Kith/Contacts", recordCount: this.store.records.size, readOnly };
    const book = this.#open && this.#failure === null ? found : null;
    return {
      book,
      failure: this.#failure,
      firstPage: book === null ? null : this.list.first(),
      ...(book !== null && this.options.backup && { backup: this.options.backup }),
      ...(book !== null && this.#upkeep && { upkeep: this.#upkeep }),
      schema: this.schema,
      layout: this.manager.layout,
      user: this.store.user,
      version: "0.1.0",
    };
  }

  async startBook(kind: "sample" | "empty"): Promise<DeskState> {
    this.#open = true;
    this.#failure = null;
    if (kind === "sample") fill(this.store, 250);
    return this.deskState();
  }

  async takeAsked(): ReturnType<Backend["takeAsked"]> {
    await this.#pause();
    return this.asked.take();
  }

  async listContacts(query: ListQuery): Promise<ListPage> {
    await this.#pause();
    return this.list.page(query);
  }

  async listValues(query: ListQuery, field: string, search: string, limit: number): Promise<ListValues> {
    await this.#pause();
    return this.list.values(query, field, search, limit);
  }

  async standingCounts(): Promise<StandingCounts> {
    await this.#pause();
    return this.standing.counts();
  }

  async listKeys(query: ListQuery): Promise<RecordKey[]> {
    await this.#pause();
    return this.list.keys(query);
  }

  async listPlace(query: ListQuery, key: RecordKey): Promise<number | null> {
    await this.#pause();
    return this.list.place(query, key);
  }

  async listJump(query: ListQuery, text: string, from: number): Promise<number | null> {
    await this.#pause();
    return this.list.jump(query, text, from);
  }

  async copyContacts(keys: readonly RecordKey[], fields: readonly string[]): Promise<string> {
    await this.#pause();
    return this.list.copy(keys, fields);
  }

  async readContact(key: RecordKey): Promise<Reply> {
    await this.#pause();
    const record = this.store.find(key);
    if (record === undefined) return this.#missing(key);
    const Warnings = this.manager.faults(record);
    return reply("OK", { Data: record, ...(Warnings.length > 0 && { Warnings }) });
  }

  async updateContact(key: RecordKey, body: string, options: UpdateOptions): Promise<Reply> {
    await this.#pause();
    const answer = this.#update(key, body, options);
    const request = updateRequest(this.schema.Name, key, body, options);
    this.#log("update", request.method, request.path, key.value, body, answer);
    return answer;
  }

  async checkContact(key: RecordKey, body: string, enforceLock: boolean): Promise<Reply> {
    await this.#pause();
    const record = this.store.find(key);
    return this.#refusal(key, record, body, enforceLock) ?? reply("OK", this.#warnings(body, record));
  }

  async createContact(body: string): Promise<Reply> {
    await this.#pause();
    const answer = this.#create(body);
    const request = createRequest(this.schema.Name, body);
    const key = parse(body)?.["ExternalId"];
    this.#log("create", request.method, request.path, typeof key === "string" ? key : null, body, answer);
    return answer;
  }

  async checkNewContact(body: string): Promise<Reply> {
    await this.#pause();
    return this.#refuseNew(body) ?? reply("Created", this.#warnings(body));
  }

  async deleteContact(key: RecordKey): Promise<Reply> {
    await this.#pause();
    const record = this.store.find(key);
    if (this.options.readOnly) return readOnly();
    if (record === undefined) return this.#missing(key);
    return reply("OK", {}, this.store.remove(record, "desk").ChangeId);
  }

  async undoChange(changeId: string, part?: UndoPart): Promise<Reply> {
    await this.#pause();
    const ofSchema = this.manager.undo(changeId);
    if (ofSchema !== null) return ofSchema;
    const ofPair = this.duplicates.undo(changeId);
    if (ofPair !== null) return ofPair;
    const change = this.store.undo(changeId, part);
    if (change === null) return failed("NotFound", [issue("NotFound", "There is no such change to undo.")]);
    return reply("OK", {}, change.ChangeId);
  }

  async putBackContact(key: RecordKey, changeId: string): Promise<Reply> {
    await this.#pause();
    return reply("OK", {}, this.store.putBack(key, changeId)?.ChangeId ?? null);
  }

  async contactHistory(key: RecordKey, limit: number): ReturnType<Backend["contactHistory"]> {
    await this.#pause();
    return this.store.historyOf(key).slice(0, limit);
  }

  async recentRequests(key: RecordKey | null, limit: number): Promise<RequestEntry[]> {
    await this.#pause();
    return this.requests.filter((entry) => key === null || entry.Key === key.value).slice(0, limit);
  }

  async listDrafts(): Promise<KeptDrafts> {
    await this.#pause();
    return this.drafts.list();
  }

  async keepDraft(draft: KeptDraft, turn: number): Promise<void> {
    await this.#pause();
    this.drafts.keep(draft, turn);
  }

  async dropDraft(id: string | null, turn: number): Promise<void> {
    await this.#pause();
    this.drafts.drop(id, turn);
  }

  async repairBook(): Promise<Diagnosis> {
    await this.#pause();
    this.#failure = null;
    return diagnosis(this.store.records.size);
  }

  async compactBook(): Promise<Compaction> {
    await this.#pause();
    const { onDisk = 0, live = 0 } = this.#upkeep?.wasted ?? {};
    this.#upkeep = { wasted: null, failure: null };
    return { BytesBefore: onDisk, BytesAfter: live };
  }

  async bookSpace(): Promise<BookSpace> {
    await this.#pause();
    return this.#upkeep?.wasted ?? { onDisk: 6 * 2 ** 20, live: 2.5 * 2 ** 20 };
  }

  async listBackups(): Promise<KeptBackup[]> {
    await this.#pause();
    return this.backups.list();
  }

  async createBackup(): Promise<Backup> {
    await this.#pause();
    return this.backups.make("by hand");
  }

  async verifyBackup(file: string): Promise<Backup> {
    await this.#pause();
    return this.backups.verify(file);
  }

  async restoreBackup(file: string): Promise<Restoration> {
    await this.#pause();
    return this.backups.restore(file);
  }

  async readRetention(): Promise<Retention> {
    await this.#pause();
    return this.retention.read();
  }

  async previewRetention(days: number | null): Promise<WouldForget> {
    await this.#pause();
    return this.retention.preview(days);
  }

  async setRetention(days: number | null): Promise<Forgotten> {
    await this.#pause();
    if (this.options.readOnly) throw new Error(readOnly().answer.Errors?.[0]?.Message);
    return this.retention.set(days);
  }

  async previewSchema(edits: readonly SchemaEdit[]): Promise<Reply> {
    await this.#pause();
    return this.manager.preview(edits);
  }

  async changeSchema(edits: readonly SchemaEdit[], keep: boolean): Promise<Reply> {
    await this.#pause();
    return this.options.readOnly ? readOnly() : this.manager.change(edits, keep);
  }

  async previewSchemaFile(): Promise<SchemaFile | null> {
    await this.#pause();
    if (this.schemaFile === null) return null;
    return { name: this.schemaFile.name, reply: this.manager.preview(this.schemaFile.edits) };
  }

  changeSchemaFile(keep: boolean): Promise<Reply> {
    return this.changeSchema(this.schemaFile?.edits ?? [], keep);
  }

  exportSchema(): Promise<string | null> {
    return Promise.resolve("~/contact.json");
  }

  async schemaHistory(limit: number): ReturnType<Backend["schemaHistory"]> {
    await this.#pause();
    return this.manager.history.slice(0, limit);
  }

  async contactsNeedingAttention(limit: number): ReturnType<Backend["contactsNeedingAttention"]> {
    await this.#pause();
    return this.manager.attention(limit);
  }

  async changeLayout(changes: Record<string, JsonValue>): Promise<Reply> {
    await this.#pause();
    return this.options.readOnly ? readOnly() : this.manager.changeLayout(changes);
  }

  setZoom(zoom: number): Promise<void> {
    this.zoom = zoom;
    return Promise.resolve();
  }

  onAsked(listener: () => void): Promise<() => void> {
    return Promise.resolve(this.asked.listen(listener));
  }

  onBookChanged(listener: Parameters<Backend["onBookChanged"]>[0]): Promise<() => void> {
    this.store.listeners.add(listener);
    return Promise.resolve(() => this.store.listeners.delete(listener));
  }

  #update(key: RecordKey, body: string, options: UpdateOptions): Reply {
    const record = this.store.find(key);
    const refusal = this.#refusal(key, record, body, options.enforceLock);
    if (refusal !== null || record === undefined) return refusal ?? this.#missing(key);
    const fields = { ...parse(body) };
    delete fields["ETag"];
    const change = this.store.update(record, fields, "desk");
    const stored = change?.after ?? record;
    const payload = options.includePayload ? { Data: stored } : {};
    return reply("OK", { ...payload, ...this.#warnings(body, record) }, change?.ChangeId ?? null);
  }

  #create(body: string): Reply {
    const refusal = this.#refuseNew(body);
    if (refusal !== null) return refusal;
    const change = this.store.create({ IsEmailBounced: false, ...parse(body) }, "desk");
    const Data = change.after?.["Id"] ?? null;
    return reply("Created", { Data, ...this.#warnings(body) }, change.ChangeId);
  }

  #refusal(key: RecordKey, record: Stored | undefined, body: string, enforceLock: boolean): Reply | null {
    const fields = parse(body);
    if (fields === null)
      return failed("BadRequest", [issue("MalformedRequest", "The body is not a JSON object.")]);
    if (this.options.readOnly) return readOnly();
    if (record === undefined) return this.#missing(key);
    const { errors, warnings, forbidden } = checkFields(this.schema, fields, record);
    if (enforceLock && fields["ETag"] !== record["ETag"]) {
      errors.push(issue("StaleRecord", "The record was changed after it was read.", "ETag"));
    }
    return errors.length === 0
      ? null
      : failed(forbidden && errors.length === 1 ? "Forbidden" : "BadRequest", errors, warnings);
  }

  #refuseNew(body: string): Reply | null {
    const fields = parse(body);
    if (fields === null)
      return failed("BadRequest", [issue("MalformedRequest", "The body is not a JSON object.")]);
    if (this.options.readOnly) return readOnly();
    const { errors, warnings } = checkFields(this.schema, fields, {});
    const external = fields["ExternalId"];
    if (
      typeof external === "string" &&
      this.store.find({ by: "ExternalId", value: external }) !== undefined
    ) {
      errors.push(issue("NotUnique", "Another contact has this External ID.", "ExternalId"));
    }
    return errors.length === 0 ? null : failed("BadRequest", errors, warnings);
  }

  #warnings(body: string, record: Stored = {}): { Warnings?: Issue[] } {
    const { warnings } = checkFields(this.schema, parse(body) ?? {}, record);
    return warnings.length === 0 ? {} : { Warnings: warnings };
  }

  #missing(key: RecordKey): Reply {
    return failed("NotFound", [issue("NotFound", `No contact has the ${key.by} “${key.value}”.`, key.by)]);
  }

  #log(
    Operation: string,
    Method: string,
    Path: string,
    Key: string | null,
    Body: string,
    answer: Reply,
  ): void {
    this.requests.unshift({
      At: new Date().toISOString(),
      Source: "desk",
      Operation,
      Method,
      Path,
      Key,
      Body,
      StatusCode: answer.answer.StatusCode,
      HttpStatus: answer.httpStatus,
      Answer: answer.answer as unknown as JsonValue,
      TotalTime: answer.answer.TotalTime ?? 0,
    });
  }

  #pause(): Promise<void> {
    const { delayMs = 0 } = this.options;
    return delayMs === 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, delayMs));
  }
}
