import type { Code, FieldMetadata, Issue, JsonValue, ObjectMetadata } from "../types";
import { exactText } from "../../form/exact";
import { isObject, sameValue } from "../../form/values";
import { parseDate } from "../../form/calendar";

/** Stands in for the book's own rules, near enough that every state of the form can be seen. */
export function checkFields(
  schema: ObjectMetadata,
  body: Record<string, JsonValue>,
  stored: Record<string, JsonValue>,
): { errors: Issue[]; warnings: Issue[]; forbidden: boolean } {
  const errors: Issue[] = [];
  const warnings: Issue[] = [];
  let forbidden = false;
  const known = new Map(schema.FieldMetadata.map((field) => [field.FieldName, field]));
  for (const [name, value] of Object.entries(body)) {
    const field = known.get(name);
    if (name === "ETag" || (name === "ExternalId" && stored["ExternalId"] === undefined)) continue;
    if (field === undefined) errors.push(issue("UnknownField", `There is no field “${name}”.`, name));
    else if (field.WriteAccess === "None") {
      if (sameValue(value, stored[name] ?? null)) continue;
      forbidden = true;
      errors.push(issue("FieldNotWritable", `${field.DisplayName} is read-only.`, name));
    } else {
      const found = check(schema, field, value);
      if (found !== null)
        (field.Enforcement === "warn" && found.Code === "InvalidFormat" ? warnings : errors).push(found);
    }
  }
  return { errors, warnings, forbidden };
}

function check(schema: ObjectMetadata, field: FieldMetadata, value: JsonValue): Issue | null {
  const name = field.FieldName;
  const label = field.DisplayName;
  if (value === null) {
    return field.IsNullable
      ? null
      : issue("NotNullable", `${label} cannot be empty (null). Give it a value.`, name);
  }
  if (!rightType(field, value))
    return issue("InvalidType", `${label} takes ${typeName(field)}; something else came.`, name);
  if (typeof value !== "string") return null;
  const length = [...value].length;
  if (field.Length !== undefined && length > field.Length) {
    return issue(
      "TooLong",
      `${label} has ${length} characters; it takes at most ${field.Length}. Shorten it by ${length - field.Length}.`,
      name,
    );
  }
  const wrong = badFormat(schema, field, value);
  return wrong === null ? null : issue("InvalidFormat", `${label}: "${value}" ${wrong}`, name);
}

function rightType(field: FieldMetadata, value: JsonValue): boolean {
  if (field.DataType === "Boolean") return typeof value === "boolean";
  if (field.DataType === "Lookup" || field.DataType === "Owner") return isObject(value);
  if (["Int", "Double", "Decimal", "Currency"].includes(field.DataType))
    return typeof value === "number" || exactText(value) !== null;
  return typeof value === "string" || (field.DataType === "MultiPicklist" && Array.isArray(value));
}

function typeName(field: FieldMetadata): string {
  return field.DataType === "Boolean" ? "true or false" : field.DataType === "String" ? "a text" : "a number";
}

const FORMATS: Record<string, [(value: string) => boolean, string]> = {
  email: [
    (value) => /^[^\s@]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value),
    "is not an e-mail address (name@example.com).",
  ],
  url: [(value) => /^https?:\/\/[^\s]+$/.test(value), "is not a web address (https://…)."],
  phone: [
    (value) => /\d/.test(value) && /^[\d\s+().\-/#*,;]*((x|ext)[\d\s]*)?$/.test(value),
    "is not a telephone number (digits, spaces and + - . ( ) / # * , ; x ext).",
  ],
  "country-code": [
    (value) => /^(NG|SE|DE|US|PL|IE|FR|JP|GB|ES|IT|NL|AT|CH)$/.test(value),
    "is not a country code (ISO 3166-1, two capital letters, such as DE).",
  ],
  "true-false": [(value) => value === "true" || value === "false", 'is not "true" or "false".'],
  "date-or-date-time": [
    (value) => parseDate(value) !== null,
    "is not a date (yyyy-MM-dd) or a date and time (2026-01-31T09:30:00Z).",
  ],
};

function badFormat(schema: ObjectMetadata, field: FieldMetadata, value: string): string | null {
  const rule = field.Format === undefined ? undefined : FORMATS[field.Format];
  if (rule !== undefined && !rule[0](value)) return rule[1];
  if (field.DataType === "Date" && !(parseDate(value) !== null && value.length === 10))
    return "is not a date (yyyy-MM-dd) that exists.";
  const list = schema.PicklistMetadata.find((picklist) => picklist.Name === field.PicklistName);
  const listed = list?.PicklistEntries.some((entry) => entry.Value === value) ?? true;
  return listed ? null : "is not one of the values of its list.";
}

/** An issue of the contract. */
export function issue(Code: Code, Message: string, Field?: string): Issue {
  return Field === undefined ? { Message, Code } : { Message, Code, Field };
}
