import type { JsonValue } from "./serde_json/JsonValue";

export type HistoryEntry = { ChangeId: string, At: string, By: { Id: string, Name: string, }, Source: "desk" | "command line" | "import" | "bulk" | "undo" | "redo" | "sample", Operation: "create" | "update" | "delete", Fields: Array<{ Field: string, Old: JsonValue, New: JsonValue, }>, };
