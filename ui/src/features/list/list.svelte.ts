import { placed, toggled } from "../../lib/grid/columns";
import { withValues } from "../../lib/grid/filters";
import { Pages } from "../../lib/grid/pages";
import { fieldsByName } from "../../lib/form/display";
import { toggleSort } from "../../lib/grid/sort";
import { type Last, questionOf } from "../../lib/actions/last";
import { knownOf, sameSeen, type Seen, seenIn } from "../../lib/grid/views";
import type { Backend } from "../../lib/ipc/backend";
import { toFailure } from "../../lib/ipc/failure";
import { keyId } from "../../lib/ipc/keys";
import type {
  DeskState,
  Failure,
  Filter,
  JsonValue,
  Layout,
  ListPage,
  ListQuery,
  ListRow,
  ObjectMetadata,
  Preparing,
  QueryError,
  RecordKey,
  SortKey,
  View,
} from "../../lib/ipc/types";
import { SelectionModel } from "./selection.svelte";

/** What a list needs of the window besides the book. */
export type ListHost = {
  readonly backend: Backend;
  /** The columns of every view without columns of its own are others now. */
  keepColumns(columns: readonly string[]): void;
  /** Something could not be done; the rows are as they were. */
  failed(reason: unknown): void;
};

/** The list: what is asked of the book, and the rows that came. Filters, order and search are the book's work. */
export class ListModel {
  schema: ObjectMetadata = $state.raw({} as ObjectMetadata);
  layout: Layout = $state.raw({} as Layout);
  /** The view that was chosen; what is seen may be something else by now. */
  view: View = $state.raw({ Name: "", Label: "", Search: "", Filters: [], Sort: [], Columns: [] });
  search = $state("");
  filters: readonly Filter[] = $state.raw([]);
  sort: readonly SortKey[] = $state.raw([]);
  columns: readonly string[] = $state.raw([]);
  /** The row the keyboard is on, and the column in it. */
  active = $state(0);
  column = $state(0);
  failure: Failure | null = $state.raw(null);
  /** Grows with every new question, so that the view goes back to its start. */
  epoch = $state(0);
  readonly selection: SelectionModel;
  readonly backend: Backend;
  /** Whether what is seen is something else than its view says. */
  readonly differs = $derived.by(() => !sameSeen(this.seen, seenIn(this.view, this.layout)));
  readonly fields = $derived(fieldsByName(this.schema.FieldMetadata));

  readonly #pages: Pages;
  #version = $state(0);
  /** The record the keyboard stays on when the rows change under it. */
  #follow: RecordKey | null = null;
  #placed = 0;
  #question: ListQuery = { search: "", filters: [], sort: [], fields: [], offset: 0, limit: 0 };

  constructor(
    private readonly host: ListHost,
    /** With the first view's first page, where it came with the desk's state. */
    { schema, layout, firstPage }: Pick<DeskState, "schema" | "layout" | "firstPage">,
    /** What was shown last, with its own first page, where there is something to go on with. */
    resumed: { last: Last; page: ListPage | null } | null = null,
  ) {
    this.backend = host.backend;
    this.schema = schema;
    this.layout = layout;
    this.#pages = new Pages(
      () => this.#arrived(),
      (reason) => (this.failure = toFailure(reason)),
    );
    this.selection = new SelectionModel(this);
    const first = layout.Views[0];
    if (resumed !== null && !resumed.last.isFirst && this.#resume(resumed)) return;
    if (first !== undefined) this.choose(first, firstPage);
  }

  get ready(): boolean {
    return this.#seenNow(this.#pages.ready);
  }

  get matches(): number {
    return this.#seenNow(this.#pages.matches);
  }

  get total(): number {
    return this.#seenNow(this.#pages.total);
  }

  /** How far the list is while the host prepares it. */
  get preparing(): Preparing | null {
    return this.#seenNow(this.#pages.preparing);
  }

  /** What is wrong with the search. */
  get wrong(): QueryError | null {
    return this.#seenNow(this.#pages.wrong);
  }

  /** Grows with every answer. */
  get version(): number {
    return this.#version;
  }

  /** Whether fewer than all are asked for. */
  get narrowed(): boolean {
    return this.search.trim() !== "" || this.filters.length > 0;
  }

  /** What the list shows, as a view would keep it. */
  get seen(): Seen {
    return { search: this.search, filters: [...this.filters], sort: [...this.sort], columns: this.columns };
  }

  /** What is asked of the book. */
  get question(): ListQuery {
    return this.#question;
  }

  row(index: number): ListRow | undefined {
    return this.#seenNow(this.#pages.row(index));
  }

  failed(reason: unknown): void {
    this.host.failed(reason);
  }

  /** Shows another view, from its start. */
  choose(view: View, firstPage: ListPage | null = null): void {
    this.view = view;
    this.#show(seenIn(view, this.layout));
    this.#query(firstPage);
  }

  /** What is seen is what the view keeps by now. */
  become(view: View): void {
    this.view = view;
  }

  /** Another schema or layout. The same view, as it is there now; what the person changed in it stays as far as it can. */
  arrange(schema: ObjectMetadata, layout: Layout): void {
    const before = seenIn(this.view, this.layout);
    const all = [...layout.Views, ...layout.SavedViews];
    const there = all.find((view) => view.Name === this.view.Name);
    this.schema = schema;
    this.layout = layout;
    const view = there ?? layout.Views[0];
    if (view === undefined) return;
    const now = seenIn(view, layout);
    const { seen } = this;
    const isAsked = there === undefined || sameSeen({ ...seen, columns: before.columns }, before);
    const isOwn = there !== undefined && !sameSeen(seen, { ...seen, columns: before.columns });
    this.view = view;
    this.#become(this.#known({ ...(isAsked ? now : seen), columns: isOwn ? seen.columns : now.columns }));
  }

  searchFor(text: string): void {
    this.search = text;
    this.#query();
  }

  sortBy(field: string, extend: boolean): void {
    this.order(toggleSort(this.sort, field, extend));
  }

  /** Another order. */
  order(sort: readonly SortKey[]): void {
    this.sort = sort;
    this.#query();
  }

  /** The values a field must have one of; none of them for any. */
  filter(field: string, values: readonly JsonValue[]): void {
    this.filters = withValues(this.filters, field, values);
    this.#query();
  }

  clearFilters(): void {
    this.filters = [];
    this.#query();
  }

  /** Adds a column at the end, or hides one. */
  toggleColumn(name: string): void {
    this.showColumns(toggled(this.columns, name));
  }

  /** Puts a column at another place; the active one stays what it is. */
  moveColumn(from: number, to: number): void {
    const name = this.columns[this.column];
    this.showColumns(placed(this.columns, from, to));
    this.column = Math.max(0, this.columns.indexOf(name ?? ""));
  }

  /** Shows these columns, here and in every view that has none of its own. */
  showColumns(columns: readonly string[]): void {
    this.#become({ ...this.seen, columns });
    if (this.view.Columns.length === 0) this.host.keepColumns(this.columns);
  }

  /** The book changed: the same question again, the keyboard on the same record if it is still there. */
  refresh(): void {
    this.#follow ??= this.#pages.row(this.active)?.key ?? null;
    this.#pages.refresh(this.#fetch());
  }

  see(first: number, last: number): void {
    this.#pages.see(first, last, this.active);
  }

  /** Puts the keyboard on a row. */
  moveTo(row: number): void {
    this.active = row;
    this.#follow = null;
  }

  /** Puts the keyboard on the row of a record, where that row is here. */
  activate(id: string): void {
    const at = this.#pages.find((row) => keyId(row.key) === id);
    if (at !== null) this.moveTo(at);
  }

  /** Shows what was shown last, as far as it is there; a view that is no more is not. */
  #resume({ last, page }: { last: Last; page: ListPage | null }): boolean {
    const all = [...this.layout.Views, ...this.layout.SavedViews];
    const view = all.find(({ Name }) => Name === last.view);
    if (view === undefined) return false;
    const now = seenIn(view, this.layout);
    const known = this.#known(last.seen);
    const own = known.columns.length > 0 ? known : { ...known, columns: now.columns };
    const seen = last.differs ? own : now;
    this.view = view;
    this.#show(seen);
    this.#query(sameSeen(seen, last.seen) ? page : null);
    return true;
  }

  #show({ search, filters, sort, columns }: Seen): void {
    this.search = search;
    this.filters = filters;
    this.sort = sort;
    this.columns = columns;
    this.column = Math.min(this.column, Math.max(0, columns.length - 1));
  }

  /** Shows something, asking anew only for what differs. */
  #become(next: Seen): void {
    const { seen } = this;
    this.#show(next);
    if (!sameSeen({ ...next, columns: seen.columns }, seen)) this.#query();
    else if (!sameSeen(next, seen)) this.#pages.refresh(this.#fetch());
  }

  #known(seen: Seen): Seen {
    const isReadable = (name: string): boolean => (this.fields.get(name)?.ReadAccess ?? "None") !== "None";
    const known = knownOf(seen, isReadable);
    return { ...known, sort: known.sort.filter(({ field }) => this.fields.get(field)?.IsSortable) };
  }

  #query(firstPage: ListPage | null = null): void {
    this.failure = null;
    this.epoch += 1;
    this.active = 0;
    this.#follow = null;
    this.selection.loseAnchor();
    this.#pages.query(this.#fetch(), firstPage);
  }

  /** Asks what is to be seen now, whenever a page of it is wanted. */
  #fetch(): (offset: number, limit: number) => Promise<ListPage> {
    const question = questionOf(this.seen);
    this.#question = question;
    return (offset, limit) => this.backend.listContacts({ ...question, offset, limit });
  }

  #arrived(): void {
    this.failure = null;
    if (this.#follow !== null) this.#keepOn(this.#follow);
    this.active = Math.max(0, Math.min(this.active, this.#pages.matches - 1));
    this.#version += 1;
  }

  /** The keyboard goes where the record is now: among the rows that are here, else where the book says. */
  #keepOn(key: RecordKey): void {
    const at = this.#pages.find((row) => keyId(row.key) === keyId(key));
    if (at !== null) return this.moveTo(at);
    this.#placed += 1;
    const turn = this.#placed;
    const take = (place: number | null): void => {
      if (turn !== this.#placed || this.#follow !== key) return;
      this.moveTo(place ?? this.active);
      this.#version += 1;
    };
    // A list that cannot say it leaves the keyboard on the row it was on.
    this.backend.listPlace(this.#question, key).then(take, () => take(null));
  }

  /** Reading through this makes the reader come again when rows arrive: the pages themselves are plain. */
  #seenNow<T>(value: T): T {
    void this.#version;
    return value;
  }
}
