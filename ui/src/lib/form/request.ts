import type { RecordKey } from "../ipc/types";

/** An HTTP request of the contract, as it would be sent. */
export type HttpRequest = { method: string; path: string; body: string | null };

/** The two switches of an update. */
export type Switches = { includePayload: boolean; enforceLock: boolean };

/** The update of one record. */
export function updateRequest(object: string, key: RecordKey, body: string, switches: Switches): HttpRequest {
  const query =
    `IncludeRecordPayloadInResponse=${switches.includePayload}` +
    `&EnforceOptimisticLocking=${switches.enforceLock}`;
  return { method: "PUT", path: `${recordPath(object, key)}?${query}`, body };
}

/** The creation of a record. */
export function createRequest(object: string, body: string): HttpRequest {
  return { method: "POST", path: objectPath(object), body };
}

/** One segment of a path: everything but letters, digits and `-._~` is percent-encoded (RFC 3986). */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function recordPath(object: string, key: RecordKey): string {
  const by = key.by === "ExternalId" ? "by-externalId/" : "";
  return `${objectPath(object)}/${by}${encodeSegment(key.value)}`;
}

function objectPath(object: string): string {
  return `/api/data/v1/${encodeSegment(object)}`;
}
