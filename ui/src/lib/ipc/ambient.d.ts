import type { JsonValue as Value } from "./generated/serde_json/JsonValue";

declare global {
  /** Generated types name JSON values without importing them where they spell an index type out by hand. */
  type JsonValue = Value;
}
