import type { RecordKey } from "./RecordKey";
import type { JsonValue } from "./serde_json/JsonValue";

export type ListRow = { key: RecordKey, values: { [key in string]?: JsonValue }, };
