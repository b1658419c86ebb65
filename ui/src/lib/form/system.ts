import type { JsonValue, RecordData, RecordKey } from "../ipc/types";

/** The three names of the operation itself: its keys and its lock. */
export const ID = "Id";
export const EXTERNAL_ID = "ExternalId";
export const ETAG = "ETag";

/** The fields that Kith writes itself, whatever the schema says of them. */
const SYSTEM_FIELDS: ReadonlySet<string> = new Set([
  ID,
  EXTERNAL_ID,
  "CreatedDate",
  "CreatedBy",
  "ModifiedDate",
  "ModifiedBy",
  ETAG,
]);

/** Whether Kith alone writes the field and knows it by name. */
export function isSystemField(name: string): boolean {
  return SYSTEM_FIELDS.has(name);
}

/** The key a stored record is found by: its externalId when it has one. */
export function keyOf(record: RecordData): RecordKey | null {
  const external = record[EXTERNAL_ID];
  if (typeof external === "string" && external !== "") return { by: EXTERNAL_ID, value: external };
  const id = record[ID];
  return typeof id === "string" ? { by: ID, value: id } : null;
}

/** Whether `key` names this record, by either of its keys. */
export function isKeyOf(key: RecordKey, record: RecordData): boolean {
  return record[key.by] === key.value;
}

/** A created record is found by the externalId it was given, or else by the Id it got. */
export function keyOfNew(sent: RecordData, id: JsonValue | undefined): RecordKey | null {
  const external = sent[EXTERNAL_ID];
  if (typeof external === "string" && external !== "") return { by: EXTERNAL_ID, value: external };
  return typeof id === "string" ? { by: ID, value: id } : null;
}
