import type { FieldMetadata, JsonValue, ObjectMetadata, QueryError } from "../types";
import { isObject, toText } from "../../form/values";
import { type FakeStanding, STANDINGS } from "./standing";
import type { Stored } from "./store";

/** One condition of a query. */
type Term = { not: boolean; fields: readonly string[] | null; how: How; text: string };

/**
 * How a value meets a condition: it holds the text, is it, comes after or before it, is true, or is not there. A standing is
 * that of the whole record.
 */
type How = "holds" | "is" | "over" | "under" | "true" | "none" | "standing";

/** A query of the fake: near enough to the book's own that every state of the search box can be seen. */
export type Query = { terms: Term[]; wrong: QueryError | null };

/** A word, a phrase, either behind `field:` with an operator, either behind a minus. */
const TERM = /(-?)(?:(\w+):)?([<>=]?)(?:"([^"]*)("?)|([^\s"]+))/g;

/** Reads a query. */
export function readQuery(search: string, schema: ObjectMetadata): Query {
  const query: Query = { terms: [], wrong: null };
  for (const match of search.matchAll(TERM)) {
    const [all, minus, name, sign, phrase, end, word] = match;
    if (phrase !== undefined && end === "") {
      const at = match.index + all.indexOf('"');
      const message = 'The quotation mark is not closed: put a second " behind the phrase.';
      return { terms: [], wrong: { at, length: search.length - at, message } };
    }
    const term = { not: minus === "-", text: phrase ?? word ?? "" };
    if (name === undefined) query.terms.push({ ...term, fields: null, how: "holds" });
    else if (name === "is" && STANDINGS.some((standing) => standing === term.text)) {
      query.terms.push({ ...term, fields: [], how: "standing" });
    } else {
      const fields = named(schema, name, term.text);
      if (fields.length === 0) {
        const message = `There is no field “${name}”.`;
        return { terms: [], wrong: { at: match.index + (minus ?? "").length, length: name.length, message } };
      }
      query.terms.push({ ...term, fields, how: howOf(name, sign ?? "", term.text) });
    }
  }
  return query;
}

/** Whether a record meets every condition. */
export function meets(record: Stored, { terms }: Query, standing: FakeStanding): boolean {
  return terms.every((term) => {
    if (term.how === "standing") return standing.has(record, term.text) !== term.not;
    const values = (term.fields ?? Object.keys(record)).map((name) => record[name] ?? null);
    return values.some((value) => holds(value, term)) !== term.not;
  });
}

/** Where the text of a field is what was looked for. */
export function marksIn(field: string, text: string, { terms }: Query): [number, number][] {
  return terms
    .filter((term) => !term.not && term.how === "holds" && (term.fields?.includes(field) ?? true))
    .flatMap(({ text: wanted }) => placesOf(text.toLowerCase(), wanted.toLowerCase()))
    .sort(([a], [b]) => a - b);
}

/** A value as the text that is looked through, shown and sorted by. */
export function textOf(value: JsonValue | undefined): string {
  return isObject(value) ? toText(value["Name"]) : toText(value);
}

function howOf(name: string, sign: string, text: string): How {
  if (name === "is") return "true";
  if (sign !== "") return ({ "=": "is", ">": "over", "<": "under" } as const)[sign] ?? "is";
  return text === "none" ? "none" : "holds";
}

function named(schema: ObjectMetadata, name: string, text: string): string[] {
  const wanted = name.toLowerCase();
  const is = (field: FieldMetadata): boolean =>
    wanted === "is"
      ? field.DataType === "Boolean" && field.FieldName.toLowerCase().includes(text.toLowerCase())
      : [field.FieldName, field.DisplayName].some(
          (own) => own.toLowerCase().replaceAll(" ", "") === wanted,
        ) ||
        (wanted === "modified" && field.FieldName === "ModifiedDate");
  return schema.FieldMetadata.filter(is).map((field) => field.FieldName);
}

function holds(value: JsonValue, { how, text }: Term): boolean {
  const [own, wanted] = [textOf(value).toLowerCase(), text.toLowerCase()];
  if (how === "none") return own === "";
  if (how === "true") return value === true;
  if (how === "holds") return own.includes(wanted);
  if (how === "is") return own === wanted;
  return own !== "" && (how === "over" ? own > wanted : own < wanted);
}

function placesOf(text: string, wanted: string): [number, number][] {
  const places: [number, number][] = [];
  if (wanted === "") return places;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    places.push([at, at + wanted.length]);
  }
  return places;
}
