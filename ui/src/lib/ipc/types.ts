/** The shapes that cross the seam, under one roof: the rest of the UI never names a generated file. */
export type { Answer } from "./generated/Answer";
export type { Backup } from "./generated/Backup";
export type { BookChanged } from "./generated/BookChanged";
export type { BookSpace } from "./generated/BookSpace";
export type { Code } from "./generated/Code";
export type { Commands } from "./generated/Commands";
export type { Compaction } from "./generated/Compaction";
export type { DeskState } from "./generated/DeskState";
export type { Diagnosis } from "./generated/Diagnosis";
export type { Failure } from "./generated/Failure";
export type { FieldMetadata } from "./generated/FieldMetadata";
export type { FieldChange } from "./generated/FieldChange";
export type { Forgotten } from "./generated/Forgotten";
export type { ContactChange } from "./generated/ContactChange";
export type { ImportReport } from "./generated/ImportReport";
export type { Issue } from "./generated/Issue";
export type { KeptBackup } from "./generated/KeptBackup";
export type { KeptDraft } from "./generated/KeptDraft";
export type { KeptDrafts } from "./generated/KeptDrafts";
export type { Layout } from "./generated/Layout";
export type { ListPage } from "./generated/ListPage";
export type { ListQuery } from "./generated/ListQuery";
export type { ListRow } from "./generated/ListRow";
export type { ObjectMetadata } from "./generated/ObjectMetadata";
export type { PicklistMetadata } from "./generated/PicklistMetadata";
export type { RecordKey } from "./generated/RecordKey";
export type { Reply } from "./generated/Reply";
export type { RequestEntry } from "./generated/RequestEntry";
export type { Restoration } from "./generated/Restoration";
export type { Retention } from "./generated/Retention";
export type { SortKey } from "./generated/SortKey";
export type { Source } from "./generated/Source";
export type { StatusCode } from "./generated/StatusCode";
export type { WouldForget } from "./generated/WouldForget";
import type { JsonValue } from "./generated/serde_json/JsonValue";

export type { JsonValue };

/** A record's values by field name, never changed in place. */
export type RecordData = Readonly<Record<string, JsonValue>>;
