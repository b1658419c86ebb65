import type { RecordKey } from "./RecordKey";

export type BookChanged = { changeId: string, keys: Array<RecordKey>, };
