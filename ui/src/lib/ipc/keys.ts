import type { RecordKey } from "./types";

/** One string for a key, to compare keys and to keep things by them. */
export function keyId(key: RecordKey): string {
  return `${key.by}:${key.value}`;
}
