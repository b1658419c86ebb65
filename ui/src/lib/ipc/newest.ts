/** Runs calls of which only the newest matters: an older one that is overtaken gives null. */
export class Newest {
  #count = 0;

  /** The call's answer, or null when another was started meanwhile. */
  async run<T>(call: () => Promise<T>): Promise<T | null> {
    this.#count += 1;
    const mine = this.#count;
    const answer = await call();
    return mine === this.#count ? answer : null;
  }
}
