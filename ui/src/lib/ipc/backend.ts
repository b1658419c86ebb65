import type {
  About,
  Asked,
  Backup,
  Attention,
  BookChanged,
  BookSpace,
  Compaction,
  ContactChange,
  DeskState,
  Diagnosis,
  Forgotten,
  KeptBackup,
  JsonValue,
  KeptDraft,
  KeptDrafts,
  ListPage,
  ListQuery,
  ListValues,
  RecordKey,
  Reply,
  RequestEntry,
  Restoration,
  Retention,
  WouldForget,
  SchemaChange,
  SchemaEdit,
  SchemaFile,
  SchemaFileKind,
  StandingCounts,
} from "./types";
import type { DuplicateSearch } from "./duplicates";
import type { Bulk } from "./bulk";
import type { Transfer } from "./transfer";

/** What an update may be asked besides its body. */
export type UpdateOptions = { includePayload: boolean; enforceLock: boolean };

/** What of a change is taken back: one contact's part of it, or some fields of that. */
export type UndoPart = { contact: RecordKey; fields?: string[] };

/**
 * The one seam to the host. `tauri.ts` is the real one, `fake/` stands in for it in tests and in a plain browser.
 * A rejected promise carries a `Failure`; refusals of the operation itself are answers, not rejections.
 */
export interface Backend {
  /** Files of contacts: taken in, and written. */
  readonly transfer: Transfer;
  /** Contacts that may be one person. */
  readonly duplicates: DuplicateSearch;
  /** Many contacts at once. */
  readonly bulk: Bulk;
  deskState(): Promise<DeskState>;
  /** Which desk this is and what it runs on. */
  about(): Promise<About>;
  startBook(kind: "sample" | "empty"): Promise<DeskState>;
  /** What somebody outside asked the window to show, once. */
  takeAsked(): Promise<Asked | null>;
  listContacts(query: ListQuery): Promise<ListPage>;
  /** The values of a field under a query without its own filter, the most frequent first; `search` narrows them. */
  listValues(query: ListQuery, field: string, search: string, limit: number): Promise<ListValues>;
  /** The keys of a run of rows: `limit` of them from `offset` on. */
  listKeys(query: ListQuery): Promise<RecordKey[]>;
  /** Where a record stands in a list, from 0; null where it is not in it. Offset and limit say nothing here and below. */
  listPlace(query: ListQuery, key: RecordKey): Promise<number | null>;
  /** The next row from `from` on, wrapping round, whose first sorted field begins with a text; null where none does. */
  listJump(query: ListQuery, text: string, from: number): Promise<number | null>;
  /** How many contacts need attention, and how many changed since changes were handed over; the first time it may take long. */
  standingCounts(): Promise<StandingCounts>;
  /** Fields of contacts as a table for other programs: tabs between the cells, a line for each contact, one of labels. */
  copyContacts(keys: readonly RecordKey[], fields: readonly string[]): Promise<string>;
  readContact(key: RecordKey): Promise<Reply>;
  /** `body` is JSON text, sent as it is. */
  updateContact(key: RecordKey, body: string, options: UpdateOptions): Promise<Reply>;
  /** What `updateContact` would answer, changing nothing. */
  checkContact(key: RecordKey, body: string, enforceLock: boolean): Promise<Reply>;
  createContact(body: string): Promise<Reply>;
  checkNewContact(body: string): Promise<Reply>;
  deleteContact(key: RecordKey): Promise<Reply>;
  /** Takes a change back, all of it or a part; a change of its own. */
  undoChange(changeId: string, part?: UndoPart): Promise<Reply>;
  /** Makes a contact again what it was right after a change of its; a change of its own. */
  putBackContact(key: RecordKey, changeId: string): Promise<Reply>;
  contactHistory(key: RecordKey, limit: number): Promise<ContactChange[]>;
  recentRequests(key: RecordKey | null, limit: number): Promise<RequestEntry[]>;
  /** What was typed and not saved. */
  listDrafts(): Promise<KeptDrafts>;
  /** Keeps what was typed; of two calls about one contact the one with the larger `turn` holds. */
  keepDraft(draft: KeptDraft, turn: number): Promise<void>;
  /** Drops what was kept of a contact, of the one that is being created for `null`. */
  dropDraft(id: string | null, turn: number): Promise<void>;
  /** Repairs the book that could not be opened; it is not open afterwards either. */
  repairBook(): Promise<Diagnosis>;
  /** Gives the room back that rewritten contacts left; everything goes on meanwhile. */
  compactBook(): Promise<Compaction>;
  /** How much room the contacts' records take; reads them all. */
  bookSpace(): Promise<BookSpace>;
  /** The backups that are kept with the book, newest first; each is read through. */
  listBackups(): Promise<KeptBackup[]>;
  createBackup(): Promise<Backup>;
  /** Restores a backup for a trial; `file` as the list names it, here as below. */
  verifyBackup(file: string): Promise<Backup>;
  /** Makes the book the one of a backup, after a backup of what it is now. Whatever is asked meanwhile waits. */
  restoreBackup(file: string): Promise<Restoration>;
  readRetention(): Promise<Retention>;
  /** What would be forgotten if changes were kept for so many days, for ever where it is null. */
  previewRetention(days: number | null): Promise<WouldForget>;
  /** Keeps changes for so long from now on and forgets what is older, after a backup. */
  setRetention(days: number | null): Promise<Forgotten>;
  /** What edits of the schema would come to, changing nothing. */
  previewSchema(edits: readonly SchemaEdit[]): Promise<Reply>;
  /** Changes the schema; where contacts break a new rule only with `keep`, which leaves them as they are. */
  changeSchema(edits: readonly SchemaEdit[], keep: boolean): Promise<Reply>;
  /** Lets the person pick a schema file and says what it would come to; null when they thought better of it. */
  previewSchemaFile(): Promise<SchemaFile | null>;
  /** Changes the schema to what the file says that was previewed last. */
  changeSchemaFile(keep: boolean): Promise<Reply>;
  /** Lets the person name a file and writes the schema there; its path, null when they thought better of it. */
  exportSchema(kind: SchemaFileKind): Promise<string | null>;
  schemaHistory(limit: number): Promise<SchemaChange[]>;
  contactsNeedingAttention(limit: number): Promise<Attention>;
  /** Replaces parts of the layout; null brings back the shipped one. */
  changeLayout(changes: Record<string, JsonValue>): Promise<Reply>;
  /** Shows everything in the window larger or smaller; 1 is the system's own size. */
  setZoom(zoom: number): Promise<void>;
  /** Calls back when somebody outside asks for something to be shown; the answer stops it. */
  onAsked(listener: () => void): Promise<() => void>;
  /** Calls back after every change to the book, whoever made it; the answer stops it. */
  onBookChanged(listener: (change: BookChanged) => void): Promise<() => void>;
}
