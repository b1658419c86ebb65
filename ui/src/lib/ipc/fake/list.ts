import type { JsonValue, ListPage, ListQuery, ListRow, ListValues, Preparing, RecordKey } from "../types";
import { keyId } from "../keys";
import { keyOf } from "../../form/system";
import { sameValue } from "../../form/values";
import type { FakeManager } from "./manager";
import { marksIn, meets, type Query, readQuery, textOf } from "./query";
import type { FakeStanding } from "./standing";
import type { FakeStore, Stored } from "./store";

/** The fake's list: what a query finds, in the order asked for. */
export class FakeList {
  /** How many more answers find the index still being built. */
  #unready: number;

  constructor(
    private readonly store: FakeStore,
    private readonly manager: FakeManager,
    private readonly standing: FakeStanding,
    private readonly unready: number,
  ) {
    this.#unready = unready;
  }

  /** As the host does it: the first rows of the first view, where there are not too many to sort at once. */
  first(): ListPage | null {
    const [view] = this.manager.layout.Views;
    if (view === undefined || this.store.records.size > 20_000 || this.#unready > 0) return null;
    const filters = view.Filters.map((filter) => ({ field: filter.Field, values: filter.Values }));
    const sort = view.Sort.map((key) => ({ field: key.Field, descending: key.Descending }));
    return this.page({ search: view.Search, filters, sort, fields: view.Columns, offset: 0, limit: 100 });
  }

  page(asked: ListQuery): ListPage {
    const query = readQuery(asked.search, this.manager.schema);
    const total = this.store.records.size;
    const { wrong } = query;
    if (wrong !== null) return { rows: [], matches: 0, total, preparing: null, wrong };
    const preparing = this.#preparing(total);
    if (preparing !== null) return { ...this.#unsorted(asked, query), total, preparing, wrong };
    const found = this.#found(asked, query);
    return { ...this.#rows(found, asked, query), total, preparing, wrong };
  }

  values(asked: ListQuery, field: string, search: string, limit: number): ListValues {
    const filters = asked.filters.filter((filter) => filter.field !== field);
    const wanted = search.toLowerCase();
    const counts = new Map<string, { value: JsonValue; count: number }>();
    for (const record of this.#found({ ...asked, filters })) {
      const value = record[field] ?? null;
      if (!textOf(value).toLowerCase().includes(wanted)) continue;
      const entry = counts.get(JSON.stringify(value)) ?? { value, count: 0 };
      entry.count += 1;
      counts.set(JSON.stringify(value), entry);
    }
    const all = [...counts.values()].sort((a, b) => b.count - a.count);
    return { values: all.slice(0, limit), distinct: all.length };
  }

  keys(asked: ListQuery): RecordKey[] {
    return this.#found(asked)
      .slice(asked.offset, asked.offset + asked.limit)
      .map(named);
  }

  place(asked: ListQuery, key: RecordKey): number | null {
    const at = this.#found(asked).findIndex((record) => record[key.by] === key.value);
    return at < 0 ? null : at;
  }

  jump(asked: ListQuery, text: string, from: number): number | null {
    const field = asked.sort[0]?.field ?? "ExternalId";
    const found = this.#found(asked);
    for (let step = 0; step < found.length; step += 1) {
      const at = (from + step) % found.length;
      if (textOf(found[at]?.[field]).toLowerCase().startsWith(text.toLowerCase())) return at;
    }
    return null;
  }

  copy(keys: readonly RecordKey[], fields: readonly string[]): string {
    const labels = new Map(this.manager.schema.FieldMetadata.map((field) => [field.FieldName, field]));
    const header = fields.map((name) => labels.get(name)?.DisplayName ?? name);
    const records = new Map([...this.store.records.values()].map((record) => [keyId(named(record)), record]));
    const rows = keys
      .map((key) => records.get(keyId(key)))
      .filter((record) => record !== undefined)
      .map((record) => fields.map((name) => textOf(record[name]).replace(/[\t\n]/g, " ")));
    return [header, ...rows].map((cells) => `${cells.join("\t")}\n`).join("");
  }

  #preparing(total: number): Preparing | null {
    if (this.#unready === 0) return null;
    const done = Math.floor((total * (this.unready - this.#unready)) / this.unready);
    this.#unready -= 1;
    return { done, total };
  }

  /** What there is before the index is: rows as they lie, and none for a search. */
  #unsorted(asked: ListQuery, query: Query): Pick<ListPage, "rows" | "matches"> {
    if (asked.search.trim() !== "") return { rows: [], matches: 0 };
    return this.#rows(
      this.#found({ ...asked, sort: [{ field: "ExternalId", descending: false }] }),
      asked,
      query,
    );
  }

  #found(asked: ListQuery, query = readQuery(asked.search, this.manager.schema)): Stored[] {
    const passes = (record: Stored): boolean =>
      asked.filters.every(({ field, values }) => values.some((value) => sameValue(record[field], value)));
    return [...this.store.records.values()]
      .filter((record) => passes(record) && meets(record, query, this.standing))
      .sort((a, b) => order(a, b, asked.sort));
  }

  #rows(found: Stored[], asked: ListQuery, query: Query): Pick<ListPage, "rows" | "matches"> {
    const { Title, Subtitle, ListColumns } = this.manager.layout;
    const shown = [
      ...new Set([...Title, ...Subtitle, ...(asked.fields.length > 0 ? asked.fields : ListColumns)]),
    ];
    const rows = found
      .slice(asked.offset, asked.offset + asked.limit)
      .map((record) => rowOf(record, shown, query));
    return { rows, matches: found.length };
  }
}

function rowOf(record: Stored, shown: readonly string[], query: Query): ListRow {
  const marks = shown.map((name) => [name, marksIn(name, textOf(record[name]), query)] as const);
  return {
    key: named(record),
    values: Object.fromEntries(shown.map((name) => [name, record[name] ?? null])),
    marks: Object.fromEntries(marks.filter(([, places]) => places.length > 0)),
  };
}

function named(record: Stored): RecordKey {
  return keyOf(record) ?? { by: "Id", value: "" };
}

function order(a: Stored, b: Stored, sort: ListQuery["sort"]): number {
  for (const key of sort) {
    const [left, right] = [textOf(a[key.field]), textOf(b[key.field])];
    if (left === right) continue;
    if (left === "" || right === "") return left === "" ? 1 : -1;
    return left.localeCompare(right) * (key.descending ? -1 : 1);
  }
  return 0;
}
