import type { Filter, Layout, ListQuery, SortKey, View } from "../ipc/types";
import { sameFilters } from "./filters";

/** What a list shows: what a view keeps, as the list asks for it. */
export type Seen = Pick<ListQuery, "search" | "filters" | "sort"> & { columns: readonly string[] };

/** What a view shows in a layout: one without columns of its own has those of the list. */
export function seenIn(view: View, layout: Pick<Layout, "ListColumns">): Seen {
  return {
    search: view.Search,
    filters: view.Filters.map(({ Field, Values }) => ({ field: Field, values: Values })),
    sort: view.Sort.map(({ Field, Descending }) => ({ field: Field, descending: Descending })),
    columns: view.Columns.length > 0 ? view.Columns : layout.ListColumns,
  };
}

/** What is seen, as a view of that name. */
export function viewOf(name: string, label: string, { search, filters, sort, columns }: Seen): View {
  return {
    Name: name,
    Label: label,
    Search: search,
    Filters: filters.map(({ field, values }) => ({ Field: field, Values: values })),
    Sort: sort.map(({ field, descending }) => ({ Field: field, Descending: descending })),
    Columns: [...columns],
  };
}

/** Whether two lists show the same. */
export function sameSeen(a: Seen, b: Seen): boolean {
  return (
    a.search.trim() === b.search.trim() &&
    sameFilters(a.filters, b.filters) &&
    JSON.stringify(a.sort.map(orderOf)) === JSON.stringify(b.sort.map(orderOf)) &&
    JSON.stringify(a.columns) === JSON.stringify(b.columns)
  );
}

/** What of a list there still is, by a test of field names. */
export function knownOf(seen: Seen, isField: (name: string) => boolean): Seen {
  return {
    search: seen.search,
    filters: seen.filters.filter(({ field }: Filter) => isField(field)),
    sort: seen.sort.filter(({ field }: SortKey) => isField(field)),
    columns: seen.columns.filter(isField),
  };
}

/** The saved views with one more, in the place of the one that has its name already. */
export function withView(saved: readonly View[], view: View): View[] {
  const there = saved.some((other) => other.Name === view.Name);
  return there ? saved.map((other) => (other.Name === view.Name ? view : other)) : [...saved, view];
}

/** The saved view that people would take for the same by its label. */
export function labelled(saved: readonly View[], label: string): View | undefined {
  const folded = (text: string): string => text.trim().normalize("NFKC").toLowerCase();
  return saved.find((view) => folded(view.Label) === folded(label));
}

/** A name that no view has. */
export function freshName({ Views, SavedViews }: Pick<Layout, "Views" | "SavedViews">): string {
  const taken = new Set([...Views, ...SavedViews].map((view) => view.Name));
  let number = SavedViews.length + 1;
  while (taken.has(`view-${number}`)) number += 1;
  return `view-${number}`;
}

function orderOf({ field, descending }: SortKey): [string, boolean] {
  return [field, descending];
}
