import type { Code, DataType, FieldMetadata, Issue } from "../../ipc/types";
import type { MessageParams } from "../message";

type FormatName = NonNullable<FieldMetadata["Format"]>;

/** The texts about refusals. Each begins with the field, as the form takes it away where it stands above. */
export type IssueKey =
  | `issue.${"Deprecated" | "EntryDeprecated" | "ExternalIdMismatch" | "FieldNotWritable" | "IdMismatch"}`
  | `issue.${"NotNullable" | "NotUnique" | "ReadOnly" | "RequiredField" | "StaleRecord" | "TooLong"}`
  | `issue.${"UnknownField" | "key"}`
  | `invalid.${FormatName}`
  | `value.${"Date" | "DateTime" | "Int" | "digits" | "digitsScale" | "list"}`
  | `type.${"boolean" | "list" | "number" | "object" | "text" | "wholeNumber"}`;

/** Says one of a language's texts. */
type Say = (key: IssueKey, params: MessageParams) => string;

/** The most digits of a decimal number where its field names no other number. */
const MOST_DIGITS = 24;
/** The two keys of a record, which a request may also get wrong as a whole. */
const KEYS: ReadonlySet<string> = new Set(["Id", "ExternalId"]);

/**
 * What an issue says, from its code and its field alone: nobody reads the text of a message. Null where these do not
 * say it fully, as of a file that cannot be read.
 */
export function issueIn(say: Say, issue: Issue, field: FieldMetadata | undefined): string | null {
  const key = keyFor(issue, field);
  if (key === null) return null;
  const name = field?.DisplayName ?? issue.Field ?? "";
  const { Length = 0, Precision = MOST_DIGITS, Scale = 0 } = field ?? {};
  return say(key, { field: name, length: Length, precision: Precision, scale: Scale });
}

function keyFor({ Code: code, Field: name }: Issue, field: FieldMetadata | undefined): IssueKey | null {
  if (name === undefined) return code === "ReadOnly" ? "issue.ReadOnly" : null;
  if (code === "UnknownField") return "issue.UnknownField";
  if (code === "MalformedRequest") return KEYS.has(name) ? "issue.key" : null;
  if (code === "StaleRecord") return name === "ETag" ? "issue.StaleRecord" : null;
  if (field === undefined) return null;
  if (code === "InvalidType") return typeKey(field.DataType);
  if (code === "InvalidFormat") return formatKey(field);
  if (code === "TooLong") return field.Length === undefined ? null : "issue.TooLong";
  if (code === "Deprecated") return field.IsDeprecated ? "issue.Deprecated" : "issue.EntryDeprecated";
  return isSaidByField(code) ? `issue.${code}` : null;
}

/** The codes that say all there is to say with the name of the field. */
function isSaidByField(code: Code): code is (typeof BY_FIELD)[number] {
  return BY_FIELD.some((known) => known === code);
}

const BY_FIELD = [
  "ExternalIdMismatch",
  "FieldNotWritable",
  "IdMismatch",
  "NotNullable",
  "NotUnique",
  "RequiredField",
] as const;

const TYPE_KEYS: Partial<Record<DataType, IssueKey>> = {
  Int: "type.wholeNumber",
  Double: "type.number",
  Decimal: "type.number",
  Currency: "type.number",
  Boolean: "type.boolean",
  MultiPicklist: "type.list",
  Lookup: "type.object",
  Owner: "type.object",
  Reference: "type.object",
};

function typeKey(type: DataType): IssueKey {
  return TYPE_KEYS[type] ?? "type.text";
}

const FORM_KEYS: Partial<Record<DataType, IssueKey>> = {
  Date: "value.Date",
  DateTime: "value.DateTime",
  Picklist: "value.list",
  MultiPicklist: "value.list",
  Int: "value.Int",
};

function formatKey({ DataType: type, Format, Scale }: FieldMetadata): IssueKey | null {
  if (Format !== undefined) return `invalid.${Format}`;
  if (type === "Decimal" || type === "Currency")
    return Scale === undefined ? "value.digits" : "value.digitsScale";
  return FORM_KEYS[type] ?? null;
}
