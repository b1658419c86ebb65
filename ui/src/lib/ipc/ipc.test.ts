import { describe, expect, it } from "vitest";
import { isKeyOf, keyOf, keyOfNew } from "../form/system";
import { toFailure } from "./failure";
import { keyId } from "./keys";
import { Newest } from "./newest";

describe("the newest of several calls", () => {
  it("is the only one that counts, whichever ends first", async () => {
    const newest = new Newest();
    let finish: (value: string) => void = () => undefined;
    const old = newest.run(() => new Promise<string>((done) => (finish = done)));
    const fresh = newest.run(() => Promise.resolve("new"));
    expect(await fresh).toBe("new");
    finish("old");
    expect(await old).toBeNull();
  });

  it("is waited for no longer when it is not wanted any more", async () => {
    const newest = new Newest();
    const unwanted = newest.run(() => Promise.resolve("late"));
    newest.forget();
    expect(await unwanted).toBeNull();
    expect(await newest.run(() => Promise.resolve("next"))).toBe("next");
  });

  it("alone may fail", async () => {
    const newest = new Newest();
    const old = newest.run(() => Promise.reject(new Error("old")));
    const fresh = newest.run(() => Promise.reject(new Error("new")));
    expect(await old).toBeNull();
    await expect(fresh).rejects.toThrow("new");
  });
});

describe("a failure", () => {
  it("keeps the host's words, and finds some for whatever else was thrown", () => {
    const damaged = { kind: "damaged", message: "m", hint: "h" };
    expect(toFailure(damaged)).toEqual(damaged);
    expect(toFailure({ message: "m" })).toEqual({ kind: "failed", message: "m", hint: null });
    expect(toFailure(new TypeError("bad"))).toEqual({ kind: "failed", message: "bad", hint: null });
    expect(toFailure("text")).toEqual({ kind: "failed", message: "text", hint: null });
  });
});

describe("a key", () => {
  it("is the externalId where a record has one, else its Id", () => {
    expect(keyOf({ Id: "1", ExternalId: "e" })).toEqual({ by: "ExternalId", value: "e" });
    expect(keyOf({ Id: "1", ExternalId: null })).toEqual({ by: "Id", value: "1" });
    expect(keyOf({})).toBeNull();
  });

  it("tells an externalId from an Id that reads alike", () => {
    expect(keyId({ by: "Id", value: "1" })).not.toBe(keyId({ by: "ExternalId", value: "1" }));
    expect(isKeyOf({ by: "Id", value: "e" }, { Id: "1", ExternalId: "e" })).toBe(false);
  });

  it("of a new record is the externalId that was sent, else the Id that came back", () => {
    expect(keyOfNew({ ExternalId: "e" }, "1")).toEqual({ by: "ExternalId", value: "e" });
    expect(keyOfNew({}, "1")).toEqual({ by: "Id", value: "1" });
    expect(keyOfNew({}, null)).toBeNull();
  });
});
