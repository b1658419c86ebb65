import type { Asked, InspectedFile } from "../types";

/** What somebody outside asks the window to show. */
export class FakeAsked {
  readonly #listeners = new Set<() => void>();
  #asked: Asked | null = null;

  /** Asks for a contact, as a link in another program does. */
  show(externalId: string): void {
    this.#ask({ kind: "contact", externalId });
  }

  /** Drops a file on the window. */
  drop(file: InspectedFile): void {
    this.#ask({ kind: "file", file });
  }

  #ask(asked: Asked): void {
    this.#asked = asked;
    for (const tell of this.#listeners) tell();
  }

  take(): Asked | null {
    const asked = this.#asked;
    this.#asked = null;
    return asked;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
