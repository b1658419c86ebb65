import { describe, expect, it } from "vitest";
import { field, objectOf, refusal } from "../../testing/schema";
import { issuesOf, obstacleOf } from "./issues";

const THING = objectOf([field("A"), field("B")]);

describe("an answer's messages", () => {
  it("go to their fields, in the answer's order, and the rest above them", () => {
    const answer = refusal([
      { Code: "TooLong", Field: "B", Message: "b" },
      { Code: "InvalidType", Field: "A", Message: "a" },
      { Code: "UnknownField", Field: "Odd", Message: "odd" },
      { Code: "MalformedRequest", Message: "general" },
    ]);
    const issues = issuesOf(answer, THING);
    expect(issues.fieldErrors.map((issue) => issue.Field)).toEqual(["B", "A"]);
    expect(issues.byField.get("A")?.error?.Message).toBe("a");
    expect(issues.general.map((issue) => issue.Message)).toEqual(["odd", "general"]);
  });

  it("keep a field's warning beside its error", () => {
    const answer = {
      ...refusal([{ Code: "TooLong", Field: "A", Message: "e" }]),
      Warnings: [{ Code: "InvalidFormat" as const, Field: "A", Message: "w" }],
    };
    const found = issuesOf(answer, THING).byField.get("A");
    expect([found?.error?.Message, found?.warnings[0]?.Message]).toEqual(["e", "w"]);
  });

  it("stand beside what needs attention in the record as it is stored", () => {
    const fault = { Code: "TooLong" as const, Field: "B", Message: "too long" };
    expect(issuesOf(null, THING, [fault]).byField.get("B")?.warnings).toEqual([fault]);
    const refused = issuesOf(refusal([{ Code: "InvalidType", Field: "A", Message: "a" }]), THING, [fault]);
    expect([...refused.byField.keys()]).toEqual(["A", "B"]);
    expect(refused.fieldErrors.map((issue) => issue.Field)).toEqual(["A"]);
  });

  it("leave the record that is gone to its own banner, whichever key it names", () => {
    const answer = refusal([{ Code: "NotFound", Field: "A", Message: "gone" }], "NotFound");
    expect(issuesOf(answer, THING).fieldErrors).toEqual([]);
    expect(obstacleOf(answer)).toBe("gone");
  });

  it("leave the stale record to its own banner", () => {
    const answer = refusal([{ Code: "StaleRecord", Field: "ETag", Message: "stale" }]);
    expect(issuesOf(answer, THING).general).toEqual([]);
    expect(obstacleOf(answer)).toBe("stale");
  });

  it.each([
    ["NotFound", "gone"],
    ["Forbidden", "forbidden"],
    ["InternalServerError", "internal"],
    ["BadRequest", null],
  ] as const)("say of %s that the record is %s", (status, obstacle) => {
    expect(obstacleOf(refusal([], status))).toBe(obstacle);
  });
});
