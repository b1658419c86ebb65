import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { toJson } from "../form/exact";
import type { Backend } from "./backend";
import type { DuplicateSearch } from "./duplicates";
import type { Transfer } from "./transfer";
import type { Bulk } from "./bulk";
import type {
  BookChanged,
  BulkEditProgress,
  Commands,
  DuplicateProgress,
  ExportProgress,
  ImportProgress,
} from "./types";

/** The commands that are asked something, and those that are not. */
type Name = keyof Commands;
type Bare = { [N in Name]: Commands[N]["args"] extends null ? N : never }[Name];

/** Calls a command that takes nothing. */
function ask<N extends Bare>(command: N): Promise<Commands[N]["gives"]> {
  return invoke(command);
}

/** Calls a command with its one argument, which the host knows as `args`. */
function call<N extends Exclude<Name, Bare>>(
  command: N,
  args: Commands[N]["args"],
): Promise<Commands[N]["gives"]> {
  return invoke(command, { args });
}

const transfer: Transfer = {
  pickImport: () => ask("pick_import"),
  inspectImport: (reading) => call("inspect_import", { reading }),
  previewImport: (choices) => call("preview_import", choices),
  previewRows: (verdict, offset, limit, contested = false) =>
    call("preview_rows", { verdict, contested, offset, limit }),
  runImport: (choices) => call("run_import", choices),
  stopImport: async () => void (await ask("stop_import")),
  unfinishedImport: () => ask("unfinished_import"),
  resumeImport: () => ask("resume_import"),
  rollImportBack: () => ask("roll_import_back"),
  keepImport: () => ask("keep_import"),
  refusedRows: (offset, limit) => call("refused_rows", { offset, limit }),
  retryRows: (rows) => call("retry_rows", { rows }),
  saveRejects: () => ask("save_rejects"),
  saveMapping: async (name, mapping) => void (await call("save_mapping", { name, mapping })),
  savedMapping: (name) => call("saved_mapping", { name }),
  exportContacts: (request) => call("export_contacts", request),
  stopExport: async () => void (await ask("stop_export")),
  exportChanges: (request) => call("export_changes", request),
  handOverChanges: (upto) => call("hand_over_changes", { upto }),
  handedOver: () => ask("handed_over"),
  onProgress: (listener) => listen<ImportProgress>("import-progress", (event) => listener(event.payload)),
  onExportProgress: (listener) =>
    listen<ExportProgress>("export-progress", (event) => listener(event.payload)),
};

const duplicates: DuplicateSearch = {
  find: (limit) => call("find_duplicates", { limit }),
  stop: async () => void (await ask("stop_duplicates")),
  setApart: (one, other, apart) => call("set_apart", { one, other, apart }),
  listApart: () => ask("list_apart"),
  merge: (merge) => call("merge_contacts", merge),
  onProgress: (listener) =>
    listen<DuplicateProgress>("duplicates-progress", (event) => listener(event.payload)),
};

const bulk: Bulk = {
  preview: (edit) => call("preview_bulk_edit", edit),
  rows: (verdict, offset, limit) => call("bulk_edit_rows", { verdict, offset, limit }),
  run: () => ask("run_bulk_edit"),
  stop: async () => void (await ask("stop_bulk_edit")),
  save: () => ask("save_bulk_edit"),
  onProgress: (listener) =>
    listen<BulkEditProgress>("bulk-edit-progress", (event) => listener(event.payload)),
};

/** The real backend: each method is one command of the host, named alike, its types those the host generated. */
export const tauriBackend: Backend = {
  transfer,
  duplicates,
  bulk,
  deskState: () => ask("desk_state"),
  about: () => ask("about"),
  startBook: (kind) => call("start_book", { kind }),
  takeAsked: () => ask("take_asked"),
  listContacts: (query) => call("list_contacts", query),
  listValues: (query, field, search, limit) => call("list_values", { query, field, search, limit }),
  listKeys: (query) => call("list_keys", query),
  listPlace: (query, key) => call("list_place", { query, key }),
  listJump: (query, text, from) => call("list_jump", { query, text, from }),
  standingCounts: () => ask("standing_counts"),
  copyContacts: (keys, fields) => call("copy_contacts", { keys: [...keys], fields: [...fields] }),
  readContact: (key) => call("read_contact", { key }),
  updateContact: (key, body, { includePayload, enforceLock }) =>
    call("update_contact", { key, body, includePayload, enforceLock }),
  checkContact: (key, body, enforceLock) => call("check_contact", { key, body, enforceLock }),
  createContact: (body) => call("create_contact", { body }),
  checkNewContact: (body) => call("check_new_contact", { body }),
  deleteContact: (key) => call("delete_contact", { key }),
  undoChange: (changeId, part) => call("undo_change", { changeId, ...part }),
  putBackContact: (key, changeId) => call("put_back_contact", { key, changeId }),
  contactHistory: (key, limit) => call("contact_history", { key, limit }),
  recentRequests: (key, limit) => call("recent_requests", { key, limit }),
  listDrafts: () => ask("list_drafts"),
  keepDraft: async (draft, turn) => void (await call("keep_draft", { draft, turn })),
  dropDraft: async (id, turn) => void (await call("drop_draft", { id, turn })),
  repairBook: () => ask("repair_book"),
  compactBook: () => ask("compact_book"),
  bookSpace: () => ask("book_space"),
  listBackups: () => ask("list_backups"),
  createBackup: () => ask("create_backup"),
  verifyBackup: (file) => call("verify_backup", { file }),
  restoreBackup: (file) => call("restore_backup", { file }),
  readRetention: () => ask("read_retention"),
  previewRetention: (days) => call("preview_retention", { days }),
  setRetention: (days) => call("set_retention", { days }),
  previewSchema: (edits) => call("preview_schema", { edits: toJson(edits) }),
  changeSchema: (edits, keep) => call("change_schema", { edits: toJson(edits), keep }),
  previewSchemaFile: () => ask("preview_schema_file"),
  changeSchemaFile: (keep) => call("change_schema_file", { keep }),
  exportSchema: (kind) => call("export_schema", { kind }),
  schemaHistory: (limit) => call("schema_history", { limit }),
  contactsNeedingAttention: (limit) => call("contacts_needing_attention", { limit }),
  changeLayout: (changes) => call("change_layout", { changes }),
  // A command of the shell's own web view, not of the book.
  setZoom: (value) => invoke("plugin:webview|set_webview_zoom", { value }),
  onAsked: (listener) => listen("asked", () => listener()),
  onBookChanged: (listener) => listen<BookChanged>("book-changed", (event) => listener(event.payload)),
};
