/** Runs calls of which only the newest matters: an older one that is overtaken gives null, whatever came of it. */
export class Newest {
  #count = 0;

  /** The call's answer, or null when another was started meanwhile. */
  async run<T>(call: () => Promise<T>): Promise<T | null> {
    this.#count += 1;
    const mine = this.#count;
    try {
      const answer = await call();
      return mine === this.#count ? answer : null;
    } catch (reason) {
      if (mine === this.#count) throw reason;
      return null;
    }
  }

  /** What is under way is not wanted any more. */
  forget(): void {
    this.#count += 1;
  }
}
