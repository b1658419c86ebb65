import { describe, expect, it } from "vitest";
import { createRequest, encodeSegment, updateRequest } from "./request";

const OFF = { includePayload: false, enforceLock: false };

describe("the request", () => {
  it("of an update names the externalId and both switches", () => {
    const key = { by: "ExternalId", value: "2614d72c" } as const;
    expect(updateRequest("Contact", key, "{}", { includePayload: true, enforceLock: false })).toEqual({
      method: "PUT",
      path: "/api/data/v1/Contact/by-externalId/2614d72c?IncludeRecordPayloadInResponse=true&EnforceOptimisticLocking=false",
      body: "{}",
    });
  });

  it("of a record without an externalId goes by its Id", () => {
    const request = updateRequest("Contact", { by: "Id", value: "42" }, "{}", OFF);
    expect(request.path).toMatch(/^\/api\/data\/v1\/Contact\/42\?/);
  });

  it("of a creation is a POST to the object", () => {
    expect(createRequest("Contact", "{}")).toEqual({
      method: "POST",
      path: "/api/data/v1/Contact",
      body: "{}",
    });
  });

  it("keeps any key inside its one segment of the path", () => {
    expect(encodeSegment("../a/b?c#d e&f=ä'!*")).toBe("..%2Fa%2Fb%3Fc%23d%20e%26f%3D%C3%A4%27%21%2A");
    expect(encodeSegment("-._~")).toBe("-._~");
  });

  it("stands even when the key holds half of a surrogate pair", () => {
    expect(encodeSegment("a\ud800b")).toBe("a%EF%BF%BDb");
  });
});
