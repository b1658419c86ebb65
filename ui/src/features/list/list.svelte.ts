import { Pages } from "../../lib/grid/pages";
import { toggleSort } from "../../lib/grid/sort";
import type { Backend } from "../../lib/ipc/backend";
import { toFailure } from "../../lib/ipc/failure";
import { keyId } from "../../lib/ipc/keys";
import type { Failure, Layout, ListPage, ListRow, Preparing, QueryError, SortKey } from "../../lib/ipc/types";

/** A view of the book, as the layout names it. */
export type View = Layout["Views"][number];

/** The list: what is asked of the book, and the rows that came. Filters, order and search are the book's work. */
export class ListModel {
  layout: Layout = $state.raw({} as Layout);
  view: View = $state.raw({ Name: "", Label: "", Search: "", Filters: [], Sort: [], Columns: [] });
  search = $state("");
  sort: SortKey[] = $state.raw([]);
  /** The row the keyboard is on. */
  active = $state(0);
  failure: Failure | null = $state.raw(null);
  /** Grows with every new question, so that the view goes back to its start. */
  epoch = $state(0);

  readonly #pages: Pages;
  #version = $state(0);
  /** The row the keyboard stays on when the rows change under it. */
  #follow: string | null = null;

  constructor(
    private readonly backend: Backend,
    layout: Layout,
    /** The first view's first page, where it came with the desk's state. */
    firstPage: ListPage | null = null,
  ) {
    this.layout = layout;
    this.#pages = new Pages(
      () => this.#arrived(),
      (reason) => (this.failure = toFailure(reason)),
    );
    const first = layout.Views[0];
    if (first !== undefined) this.choose(first, firstPage);
  }

  get ready(): boolean {
    return this.#seen(this.#pages.ready);
  }

  get matches(): number {
    return this.#seen(this.#pages.matches);
  }

  get total(): number {
    return this.#seen(this.#pages.total);
  }

  /** How far the list is while the host prepares it. */
  get preparing(): Preparing | null {
    return this.#seen(this.#pages.preparing);
  }

  /** What is wrong with the search. */
  get wrong(): QueryError | null {
    return this.#seen(this.#pages.wrong);
  }

  /** Whether fewer than all are asked for. */
  get narrowed(): boolean {
    return this.search.trim() !== "" || this.view.Filters.length > 0;
  }

  row(index: number): ListRow | undefined {
    return this.#seen(this.#pages.row(index));
  }

  /** Shows another view, from its start. */
  choose(view: View, firstPage: ListPage | null = null): void {
    this.view = view;
    this.sort = view.Sort.map((key) => ({ field: key.Field, descending: key.Descending }));
    this.#query(firstPage);
  }

  /** Another layout: the same view, as it is there now; the order stays as long as the layout knows its fields. */
  arrange(layout: Layout): void {
    const view = layout.Views.find((known) => known.Name === this.view.Name) ?? layout.Views[0];
    const isKnown = (key: SortKey): boolean =>
      layout.ListColumns.includes(key.field) || (view?.Sort ?? []).some((own) => own.Field === key.field);
    const stays = JSON.stringify(view) === JSON.stringify(this.view) && this.sort.every(isKnown);
    this.layout = layout;
    if (!stays && view !== undefined) this.choose(view);
  }

  searchFor(text: string): void {
    this.search = text;
    this.#query();
  }

  sortBy(field: string, extend: boolean): void {
    this.sort = toggleSort(this.sort, field, extend);
    this.#query();
  }

  /** The book changed: the same question again, the keyboard on the same row if it is still there. */
  refresh(): void {
    const row = this.#pages.row(this.active);
    this.#follow = row === undefined ? null : keyId(row.key);
    this.#pages.refresh();
  }

  see(first: number, last: number): void {
    this.#pages.see(first, last);
  }

  /** Puts the keyboard on the row of a record, where that row is here. */
  activate(id: string): void {
    const at = this.#pages.find((row) => keyId(row.key) === id);
    if (at !== null) this.active = at;
  }

  #query(firstPage: ListPage | null = null): void {
    this.failure = null;
    this.epoch += 1;
    this.active = 0;
    this.#follow = null;
    const question = {
      search: this.search,
      filters: this.view.Filters.map((filter) => ({ field: filter.Field, values: filter.Values })),
      sort: this.sort,
      fields: [],
    };
    this.#pages.query(
      (offset, limit) => this.backend.listContacts({ ...question, offset, limit }),
      firstPage,
    );
  }

  #arrived(): void {
    this.failure = null;
    if (this.#follow !== null) this.activate(this.#follow);
    this.#follow = null;
    this.active = Math.max(0, Math.min(this.active, this.#pages.matches - 1));
    this.#version += 1;
  }

  /** Reading through this makes the reader come again when rows arrive: the pages themselves are plain. */
  #seen<T>(value: T): T {
    void this.#version;
    return value;
  }
}
