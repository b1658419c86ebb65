import type { RecordKey } from "./RecordKey";
export type DuplicateContact = { Id: string, Key: RecordKey, Title: string, Subtitle: string, };
