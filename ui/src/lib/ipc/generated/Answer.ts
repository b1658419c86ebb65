import type { Issue } from "./Issue";
import type { JsonValue } from "./serde_json/JsonValue";
import type { StatusCode } from "./StatusCode";

export type Answer = { Success: boolean, StatusCode: StatusCode, Data?: JsonValue, RecordCount?: number, Errors?: Array<Issue>, Warnings?: Array<Issue>, TotalTime?: number, };
