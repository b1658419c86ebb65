import type { JsonValue } from "./serde_json/JsonValue";

export type ListQuery = { search: string, filters: Array<{ field: string, value: JsonValue, }>, sort: Array<{ field: string, descending: boolean, }>, offset: number, limit: number, };
