import type { Asked, InspectedFile } from "../lib/ipc/types";
import type { Session } from "./session.svelte";

/** What the window does with what somebody outside asks it to show. */
export type Asking = {
  /** Shows a contact, or that there is none. */
  contact: (externalId: string) => Promise<void>;
  /** Begins an import with a file. */
  file: (file: InspectedFile) => void;
};

/** Shows the file or the contact that was opened outside; a file that is none is told. */
export async function showAsked(session: Session, show: Asking): Promise<void> {
  let asked: Asked | null = null;
  try {
    asked = await session.backend.takeAsked();
  } catch (reason) {
    session.failed(reason);
  }
  if (asked?.kind === "file") show.file(asked.file);
  if (asked?.kind === "contact") await show.contact(asked.externalId);
}
