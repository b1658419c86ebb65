import type { JsonValue } from "./serde_json/JsonValue";

export type Layout = { Title: Array<string>, Subtitle: Array<string>, ListColumns: Array<string>, Groups: Array<{ Name: string, Label: string, Fields: Array<string>, }>, Composed: Array<{ Field: string, Of: Array<string>, Separator: string, }>, Views: Array<{ Name: string, Label: string, Filters: Array<{ Field: string, Value: JsonValue, }>, Sort: Array<{ Field: string, Descending: boolean, }>, }>, };
