/**
 * Says when to keep what a person types: after a short pause, and now and then while the typing goes on, so that a
 * window that ends at any moment has lost a word at most.
 */
export class Keeper {
  #pause: ReturnType<typeof setTimeout> | undefined;
  #longest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly keep: () => void,
    private readonly pauseMs = 120,
    private readonly longestMs = 800,
  ) {}

  /** Something was typed. */
  touch(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.flush(), this.pauseMs);
    this.#longest ??= setTimeout(() => this.flush(), this.longestMs);
  }

  /** Keeps at once what waits to be kept. */
  flush(): void {
    if (this.#pause === undefined) return;
    this.cancel();
    this.keep();
  }

  /** There is nothing left to keep. */
  cancel(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#longest);
    this.#pause = this.#longest = undefined;
  }
}
