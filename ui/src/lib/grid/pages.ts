import { PAGE_SIZE } from "../ipc/first-page";
import type { ListPage, ListRow, Preparing, QueryError } from "../ipc/types";

/** Pages kept; the furthest from what is seen go first. */
const KEEP = 60;
/** Pages asked for at once: what scrolls by meanwhile need not be fetched at all. */
const AT_ONCE = 2;
/** How many rows before the edge of a page the next one is asked for, in the way the person scrolls. */
const AHEAD = PAGE_SIZE / 2;
/** How long after an answer of a list that is being prepared it is asked for again. */
const AGAIN_MS = 400;

/** Reads one run of rows of the current query. */
export type FetchRows = (offset: number, limit: number) => Promise<ListPage>;

/** A page of rows, and the question it answers. */
type Page = { rows: ListRow[]; generation: number };

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
  #rows = new Map<number, Page>();
  #asked = new Set<number>();
  #fetch: FetchRows | null = null;
  #generation = 0;
  #answered = 0;
  /** The generation that asks the same again: rows that are seen stay until their page has come. */
  #again = 0;
  #underWay = 0;
  #seen = { first: 0, last: 1, active: 0, way: 1 };

  constructor(
    private readonly changed: () => void,
    private readonly failed: (reason: unknown) => void,
  ) {}

  /** Starts over with another query, from its first row; `first` is its first page, where that is here already. */
  query(fetch: FetchRows, first: ListPage | null = null): void {
    this.#fetch = fetch;
    this.#seen = { first: 0, last: 1, active: 0, way: 1 };
    this.#begin();
    if (first === null || first.rows.length < Math.min(PAGE_SIZE, first.matches)) {
      this.#ask();
      return;
    }
    this.#asked.add(0);
    this.#take(0, first, this.#generation);
  }

  /** Asks again for what is seen: the book changed, or other fields of the same rows are wanted. */
  refresh(fetch: FetchRows | null = this.#fetch): void {
    this.#fetch = fetch;
    this.#begin();
    this.#again = this.#generation;
    this.#ask();
  }

  /** Says which rows are seen, and which one the keyboard is on; those that are missing are fetched. */
  see(first: number, last: number, active: number = first): void {
    const way = first === this.#seen.first ? this.#seen.way : Math.sign(first - this.#seen.first);
    this.#seen = { first, last: Math.max(last, first + 1), active, way };
    this.#ask();
  }

  /** The row at an index, if it is here. */
  row(index: number): ListRow | undefined {
    return this.#rows.get(pageOf(index))?.rows[index % PAGE_SIZE];
  }

  /** The index of the first row that is here and passes the test. */
  find(test: (row: ListRow) => boolean): number | null {
    for (const [page, { rows, generation }] of this.#rows) {
      if (generation !== this.#answered) continue;
      const at = rows.findIndex(test);
      if (at >= 0) return page * PAGE_SIZE + at;
    }
    return null;
  }

  #begin(): void {
    this.#generation += 1;
    this.#asked.clear();
  }

  #ask(): void {
    const fetch = this.#fetch;
    if (fetch === null) return;
    for (const page of this.#wanted()) {
      if (this.#underWay >= AT_ONCE) return;
      if (this.#asked.has(page)) continue;
      this.#asked.add(page);
      void this.#load(fetch, page, this.#generation);
    }
  }

  /** The pages to have, those that are seen first. */
  #wanted(): number[] {
    const { first, last, active, way } = this.#seen;
    const pages = this.#inSight();
    const ahead = way < 0 ? first - AHEAD : last - 1 + AHEAD;
    const isHere = this.#answered === this.#generation;
    return [
      ...pages,
      ...[active, ahead].filter((row) => isHere && row >= 0 && row < this.matches).map(pageOf),
    ];
  }

  #inSight(): number[] {
    const from = pageOf(this.#seen.first);
    return Array.from({ length: pageOf(this.#seen.last - 1) - from + 1 }, (_, at) => from + at);
  }

  async #load(fetch: FetchRows, page: number, generation: number): Promise<void> {
    this.#underWay += 1;
    try {
      const answer = await fetch(page * PAGE_SIZE, PAGE_SIZE);
      if (generation === this.#generation) this.#take(page, answer, generation);
    } catch (reason) {
      if (generation === this.#generation) this.failed(reason);
    } finally {
      this.#underWay -= 1;
      this.#ask();
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
    if (this.#answered !== generation) this.#retire(generation);
    this.#rows.set(page, { rows: answer.rows, generation });
    this.matches = answer.matches;
    this.total = answer.total;
    this.ready = true;
    this.#forget(pageOf(this.#seen.first));
    this.changed();
  }

  /** The first answer of a generation retires the rows of the ones before. */
  #retire(generation: number): void {
    const stay = new Set(this.#again === generation ? this.#inSight() : []);
    for (const page of this.#rows.keys()) if (!stay.has(page)) this.#rows.delete(page);
    this.#answered = generation;
  }

  #askAgain(generation: number): void {
    setTimeout(() => {
      if (generation === this.#generation) this.refresh();
    }, AGAIN_MS);
  }

  #forget(around: number): void {
    if (this.#rows.size <= KEEP) return;
    const held = pageOf(this.#seen.active);
    const far = [...this.#rows.keys()].filter((page) => page !== held);
    far.sort((a, b) => Math.abs(b - around) - Math.abs(a - around));
    for (const page of far.slice(0, this.#rows.size - KEEP)) {
      this.#rows.delete(page);
      this.#asked.delete(page);
    }
  }
}

function pageOf(row: number): number {
  return Math.floor(row / PAGE_SIZE);
}
