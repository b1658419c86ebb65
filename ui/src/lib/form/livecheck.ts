/**
 * Asks while a person types: waits for a short pause, and hands on only the answer to the newest question. Answers that
 * come late, or after `cancel`, are dropped.
 */
export class LiveCheck<Q, A> {
  #newest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: (question: Q) => Promise<A>,
    private readonly accept: (answer: A) => void,
    private readonly pauseMs = 80,
  ) {}

  /** Asks after the pause, in place of any question still waiting. */
  schedule(question: Q): void {
    this.cancel();
    const mine = this.#newest;
    this.#timer = setTimeout(() => void this.#run(question, mine), this.pauseMs);
  }

  /** Drops the question that waits and the answer that is under way. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#newest += 1;
  }

  async #run(question: Q, mine: number): Promise<void> {
    // A check that fails changes nothing that is shown: the save itself will tell why.
    const answer = await this.ask(question).catch(() => null);
    if (answer !== null && mine === this.#newest) this.accept(answer);
  }
}
