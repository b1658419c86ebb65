import { toFailure } from "../../lib/ipc/failure";
import { Newest } from "../../lib/ipc/newest";

/** What is read from the book when it is looked at, and anew whenever it may be another. */
export class Reading<T> {
  /** Null until it is known. */
  found: T | null = $state.raw(null);
  /** Why it could not be read the last time. */
  failed = $state("");
  readonly #reads = new Newest();

  async read(ask: () => Promise<T>): Promise<void> {
    try {
      const found = await this.#reads.run(ask);
      if (found === null) return;
      this.found = found;
      this.failed = "";
    } catch (reason) {
      this.failed = toFailure(reason).message;
    }
  }
}
