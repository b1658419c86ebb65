import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend } from "./backend";
import type { BookChanged } from "./types";

/** Every command takes one object named `args`. */
function call<T>(command: string, args: Record<string, unknown>): Promise<T> {
  return invoke<T>(command, { args });
}

/** The real backend: each method is one command of the host, named alike. */
export const tauriBackend: Backend = {
  deskState: () => invoke("desk_state"),
  startBook: (kind) => call("start_book", { kind }),
  importBook: () => invoke("import_book"),
  listContacts: (query) => call("list_contacts", query),
  readContact: (key) => call("read_contact", { key }),
  updateContact: (key, body, options) => call("update_contact", { key, body, ...options }),
  checkContact: (key, body, enforceLock) => call("check_contact", { key, body, enforceLock }),
  createContact: (body) => call("create_contact", { body }),
  checkNewContact: (body) => call("check_new_contact", { body }),
  deleteContact: (key) => call("delete_contact", { key }),
  undoChange: (changeId) => call("undo_change", { changeId }),
  contactHistory: (key, limit) => call("contact_history", { key, limit }),
  recentRequests: (key, limit) => call("recent_requests", { key, limit }),
  onBookChanged: (listener) => listen<BookChanged>("book-changed", (event) => listener(event.payload)),
};
