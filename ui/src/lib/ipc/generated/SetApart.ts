import type { RecordKey } from "./RecordKey";
export type SetApart = { one: RecordKey, other: RecordKey, apart: boolean, };
