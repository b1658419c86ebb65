import type { JsonValue, Layout, ListPage, ListQuery } from "../types";
import { keyOf } from "../../form/system";
import { isObject, sameValue, toText } from "../../form/values";
import type { Stored } from "./store";

/** The fake's list: every word of the search somewhere in a record's texts, filters, then the order asked for. */
export function listOf(records: Stored[], layout: Layout, query: ListQuery): ListPage {
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Set([...layout.Title, ...layout.Subtitle, ...layout.ListColumns]);
  const found = records.filter(
    (record) =>
      query.filters.every((filter) => sameValue(record[filter.field], filter.value)) &&
      (words.length === 0 || holds(record, words)),
  );
  found.sort((a, b) => order(a, b, query.sort));
  const rows = found.slice(query.offset, query.offset + query.limit).map((record) => ({
    key: keyOf(record) ?? { by: "Id" as const, value: "" },
    values: Object.fromEntries([...shown].map((name) => [name, record[name] ?? null])),
  }));
  return { rows, matches: found.length, total: records.length };
}

function holds(record: Stored, words: string[]): boolean {
  const text = Object.values(record).map(textOf).join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
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

function textOf(value: JsonValue | undefined): string {
  return isObject(value) ? toText(value["Name"]) : toText(value);
}
