import {
  byPlace,
  inOrder,
  missingOf,
  NONE,
  readKeys,
  type Selection,
  toggledKey,
  withKeys,
  withoutIds,
} from "../../lib/grid/selection";
import type { Backend } from "../../lib/ipc/backend";
import { EVERYONE } from "../../lib/ipc/everyone";
import { keyId } from "../../lib/ipc/keys";
import type { ListQuery, ListRow, RecordKey } from "../../lib/ipc/types";

/** So few records are each looked for by themselves; of more the keys of a whole list are read. */
const FEW = 20;

/** What a selection needs of its list. */
export type Selectable = {
  readonly backend: Backend;
  readonly matches: number;
  /** What the list asks for. */
  readonly question: ListQuery;
  row(index: number): ListRow | undefined;
  /** Says why something could not be done. */
  failed(reason: unknown): void;
};

/** The records that are selected. They stay so whatever the list is sorted and filtered by. */
export class SelectionModel {
  all: Selection = $state.raw(NONE);
  /** Whether the keys of rows that are not here are being read. */
  busy = $state(false);

  /** The row that a range begins at, and what was selected besides the range. */
  #anchor: { row: number; besides: Selection } | null = null;
  /** The row that was clicked without selecting it: a further one that is chosen makes both selected. */
  #clicked: RecordKey | null = null;
  #turn = 0;

  constructor(private readonly list: Selectable) {}

  get count(): number {
    return this.all.size;
  }

  has(key: RecordKey): boolean {
    return this.all.has(keyId(key));
  }

  /** Nothing is selected any more; a range would begin at `row`. */
  clear(row: number | null = null): void {
    this.#set(NONE);
    this.#anchor = row === null ? null : { row, besides: NONE };
    this.#clicked = row === null ? null : (this.list.row(row)?.key ?? null);
  }

  /** Selects the record in a row, or no longer. `together` takes the one with it that was clicked before. */
  toggle(row: number, together = false): void {
    const key = this.list.row(row)?.key;
    if (key === undefined) return;
    const begun = together && this.#clicked !== null && this.count === 0 ? [this.#clicked] : [];
    this.#set(toggledKey(withKeys(this.all, begun), key));
    this.#anchor = { row, besides: this.all };
    this.#clicked = null;
  }

  /** Selects from where the range began, else from `from`, up to a row; what was the range before is not any more. */
  async extend(from: number, to: number): Promise<void> {
    this.#anchor ??= { row: from, besides: this.all };
    const { row, besides } = this.#anchor;
    const [first, last] = [Math.min(row, to), Math.max(row, to)];
    const keys = this.#here(first, last) ?? (await this.#read(first, last + 1));
    if (keys !== null) this.#set(withKeys(besides, keys));
  }

  /** Selects every record of the list. */
  async selectAll(): Promise<void> {
    const { matches } = this.list;
    const keys = this.#here(0, matches - 1) ?? (await this.#read(0, matches));
    if (keys !== null) this.#set(withKeys(NONE, keys));
    this.#anchor = null;
  }

  /** The rows are others now, or the keyboard went elsewhere: a range begins anew. */
  loseAnchor(): void {
    this.#anchor = null;
    this.#clicked = null;
  }

  /** The selected records in the order of the list. */
  async ordered(): Promise<RecordKey[]> {
    const { backend, question, matches } = this.list;
    if (this.count > FEW) {
      const listed = await readKeys(
        (offset, limit) => backend.listKeys({ ...question, offset, limit }),
        0,
        matches,
        () => true,
      );
      return inOrder(this.all, listed ?? []);
    }
    const keys = [...this.all.values()];
    const places = await Promise.all(keys.map((key) => backend.listPlace(question, key)));
    return byPlace(keys, places);
  }

  /** Records changed: those that are gone are not selected any more. */
  async forgetGone(changed: readonly RecordKey[]): Promise<void> {
    const few = this.count <= FEW;
    const suspects = few ? [...this.all.values()] : changed.filter((key) => this.has(key));
    if (suspects.length === 0) return;
    try {
      this.all = withoutIds(this.all, await this.#gone(suspects));
    } catch {
      // A list that cannot be asked just now has not lost anybody.
    }
  }

  async #gone(suspects: readonly RecordKey[]): Promise<string[]> {
    const { backend } = this.list;
    if (suspects.length > FEW) {
      const fetch = (offset: number, limit: number): Promise<RecordKey[]> =>
        backend.listKeys({ ...EVERYONE, offset, limit });
      const there = await readKeys(fetch, 0, Infinity, () => true);
      return missingOf(suspects, there ?? suspects).map(keyId);
    }
    const places = await Promise.all(suspects.map((key) => backend.listPlace(EVERYONE, key)));
    return suspects.filter((_, at) => places[at] === null).map(keyId);
  }

  #here(first: number, last: number): RecordKey[] | null {
    // Far rows are not here; a long run is not worth looking for.
    if (last - first > 2_000) return null;
    const rows = Array.from({ length: last - first + 1 }, (_, at) => this.list.row(first + at));
    const keys = rows.flatMap((row) => row?.key ?? []);
    return keys.length === rows.length ? keys : null;
  }

  async #read(from: number, to: number): Promise<RecordKey[] | null> {
    this.#turn += 1;
    const turn = this.#turn;
    const { backend, question } = this.list;
    this.busy = true;
    try {
      const fetch = (offset: number, limit: number): Promise<RecordKey[]> =>
        backend.listKeys({ ...question, offset, limit });
      return await readKeys(fetch, from, to, () => turn === this.#turn);
    } catch (reason) {
      if (turn === this.#turn) this.list.failed(reason);
      return null;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  #set(next: Selection): void {
    // Whatever was being read is overtaken.
    this.#turn += 1;
    this.busy = false;
    this.all = next;
  }
}
