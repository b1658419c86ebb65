import type { ListPage, ListRow, Preparing, QueryError } from "../ipc/types";

/** Rows fetched at once: well under 100 kB of answer. */
export const PAGE_SIZE = 100;
/** Pages kept; the furthest from what is seen go first. */
const KEEP = 60;
/** How long after an answer of a list that is being prepared it is asked for again. */
const AGAIN_MS = 400;

/** Reads one run of rows of the current query. */
export type FetchRows = (offset: number, limit: number) => Promise<ListPage>;

/**
 * The rows of one query, fetched by page as they come into view. A new query keeps the old rows on the screen until its
 * first page is there, so that nothing flashes while a person types.
 */
export class Pages {
  matches = 0;
  total = 0;
  /** How far the list is while the host prepares it; what is here is not in the order asked for then. */
  preparing: Preparing | null = null;
  /** What is wrong with the question; the rows are those of the one before. */
  wrong: QueryError | null = null;
  /** Whether any answer has come yet. */
  ready = false;
  #rows = new Map<number, ListRow[]>();
  #asked = new Set<number>();
  #fetch: FetchRows | null = null;
  #generation = 0;
  #answered = 0;
  #seen = { first: 0, last: 1 };

  constructor(
    private readonly changed: () => void,
    private readonly failed: (reason: unknown) => void,
  ) {}

  /** Starts over with another query, from its first row; `first` is its first page, where that is here already. */
  query(fetch: FetchRows, first: ListPage | null = null): void {
    this.#fetch = fetch;
    this.#seen = { first: 0, last: 1 };
    if (first === null || first.rows.length < Math.min(PAGE_SIZE, first.matches)) {
      this.refresh();
      return;
    }
    this.#generation += 1;
    this.#asked = new Set([0]);
    this.#take(0, first, this.#generation);
  }

  /** Asks again for what is seen: the book changed. */
  refresh(): void {
    this.#generation += 1;
    this.#asked.clear();
    this.#ask();
  }

  /** Says which rows are seen; those that are missing are fetched. */
  see(first: number, last: number): void {
    this.#seen = { first, last: Math.max(last, first + 1) };
    this.#ask();
  }

  /** The row at an index, if it is here. */
  row(index: number): ListRow | undefined {
    return this.#rows.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE];
  }

  /** The index of the first row that is here and passes the test. */
  find(test: (row: ListRow) => boolean): number | null {
    for (const [page, rows] of this.#rows) {
      const at = rows.findIndex(test);
      if (at >= 0) return page * PAGE_SIZE + at;
    }
    return null;
  }

  #ask(): void {
    const fetch = this.#fetch;
    if (fetch === null) return;
    const from = Math.floor(this.#seen.first / PAGE_SIZE);
    const to = Math.floor((this.#seen.last - 1) / PAGE_SIZE);
    for (let page = from; page <= to; page += 1) {
      if (this.#asked.has(page)) continue;
      this.#asked.add(page);
      void this.#load(fetch, page, this.#generation);
    }
  }

  async #load(fetch: FetchRows, page: number, generation: number): Promise<void> {
    try {
      const answer = await fetch(page * PAGE_SIZE, PAGE_SIZE);
      if (generation === this.#generation) this.#take(page, answer, generation);
    } catch (reason) {
      if (generation === this.#generation) this.failed(reason);
    }
  }

  #take(page: number, answer: ListPage, generation: number): void {
    this.wrong = answer.wrong;
    if (answer.wrong !== null && this.ready) {
      this.changed();
      return;
    }
    this.preparing = answer.preparing;
    if (answer.preparing !== null) this.#askAgain(generation);
    // The first answer of a generation retires every row of the ones before.
    if (this.#answered !== generation) this.#rows.clear();
    this.#answered = generation;
    this.#rows.set(page, answer.rows);
    this.matches = answer.matches;
    this.total = answer.total;
    this.ready = true;
    this.#forget(page);
    this.changed();
  }

  #askAgain(generation: number): void {
    setTimeout(() => {
      if (generation === this.#generation) this.refresh();
    }, AGAIN_MS);
  }

  #forget(around: number): void {
    if (this.#rows.size <= KEEP) return;
    const far = [...this.#rows.keys()].sort((a, b) => Math.abs(b - around) - Math.abs(a - around));
    for (const page of far.slice(0, this.#rows.size - KEEP)) {
      this.#rows.delete(page);
      this.#asked.delete(page);
    }
  }
}
