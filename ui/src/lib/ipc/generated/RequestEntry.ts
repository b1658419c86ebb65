import type { JsonValue } from "./serde_json/JsonValue";
import type { StatusCode } from "./StatusCode";

export type RequestEntry = { At: string, Source: string, Operation: string, Method: string, Path: string, Key: string | null, Body: string | null, StatusCode: StatusCode, HttpStatus: number, Answer: JsonValue, TotalTime: number, };
