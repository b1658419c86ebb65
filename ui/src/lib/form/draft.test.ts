import { describe, expect, it } from "vitest";
import {
  bodyOf,
  changedFields,
  choose,
  decided,
  type Draft,
  draftOf,
  edit,
  rebase,
  reload,
  revert,
  settle,
  undecided,
  valueOf,
} from "./draft";

const NAME_RULE = [{ Field: "Full", Of: ["First", "Last"], Separator: " " }];
const BASE = { First: "Ada", Last: "Byron", Full: "Ada Byron", Flag: false, Note: null, ETag: "e1" };

describe("a draft", () => {
  it("shows what is stored until a field is edited", () => {
    const draft = draftOf(BASE);
    expect(valueOf(draft, "First")).toBe("Ada");
    expect(valueOf(edit(draft, "First", "Ida"), "First")).toBe("Ida");
    expect(valueOf(draft, "First")).toBe("Ada");
  });

  it("shows a cleared field as cleared, not as what is stored", () => {
    expect(valueOf(edit(draftOf(BASE), "First", null), "First")).toBeNull();
  });

  it("counts a false that replaces nothing as a change", () => {
    expect(changedFields(edit(draftOf({ Flag: null }), "Flag", false))).toEqual(["Flag"]);
  });

  it("holds no change when a field is typed back to what is stored", () => {
    const draft = edit(edit(draftOf(BASE), "First", "Ad"), "First", "Ada");
    expect(changedFields(draft)).toEqual([]);
  });

  it("holds no change when an object is put back with its members in another order", () => {
    const draft = draftOf({ Ref: { Id: "1", Name: "N" } });
    expect(changedFields(edit(draft, "Ref", { Name: "N", Id: "1" }))).toEqual([]);
  });

  it("reverts one field and leaves the others edited", () => {
    const draft = edit(edit(draftOf(BASE), "First", "Ida"), "Note", "n");
    expect(changedFields(revert(draft, "First"))).toEqual(["Note"]);
  });
});

describe("a composed field", () => {
  it("follows its parts as a proposal", () => {
    const draft = edit(draftOf(BASE), "First", "Ida", NAME_RULE);
    expect(draft.edits).toEqual({ First: "Ida", Full: "Ida Byron" });
    expect([...draft.proposed]).toEqual(["Full"]);
  });

  it("is no longer a proposal once it is written by hand, and follows no more", () => {
    const byHand = edit(edit(draftOf(BASE), "First", "Ida", NAME_RULE), "Full", "Countess", NAME_RULE);
    expect([...byHand.proposed]).toEqual([]);
    expect(edit(byHand, "Last", "King", NAME_RULE).edits["Full"]).toBe("Countess");
  });

  it("goes back with its part when the part is reverted", () => {
    const draft = edit(draftOf(BASE), "First", "Ida", NAME_RULE);
    expect(changedFields(revert(draft, "First", NAME_RULE))).toEqual([]);
  });

  it("can be reverted by itself while its part stays edited", () => {
    const draft = edit(draftOf(BASE), "First", "Ida", NAME_RULE);
    expect(changedFields(revert(draft, "Full", NAME_RULE))).toEqual(["First"]);
  });

  it("is cleared when all its parts are", () => {
    const draft = edit(edit(draftOf(BASE), "First", null, NAME_RULE), "Last", null, NAME_RULE);
    expect(draft.edits["Full"]).toBeNull();
  });
});

describe("the body", () => {
  const ORDER = ["First", "Last", "Full", "Flag", "Note"];

  it("holds the edited fields alone, in the schema's order", () => {
    const draft = edit(edit(draftOf(BASE), "Note", "n"), "First", "Ida");
    expect(JSON.stringify(bodyOf(draft, ORDER, false))).toBe('{"First":"Ida","Note":"n"}');
  });

  it("clears an emptied field with null", () => {
    expect(bodyOf(edit(draftOf(BASE), "First", null), ORDER, false)).toEqual({ First: null });
  });

  it("carries the ETag the form was read at when the lock is asked for", () => {
    expect(bodyOf(edit(draftOf(BASE), "Note", "n"), ORDER, true)).toEqual({ Note: "n", ETag: "e1" });
  });

  it("keeps a field the schema does not know, after those it knows", () => {
    const draft = edit(edit(draftOf(BASE), "Odd", 1), "Last", "King");
    expect(Object.keys(bodyOf(draft, ORDER, false))).toEqual(["Last", "Odd"]);
  });
});

describe("a record changed elsewhere", () => {
  const FRESH = { ...BASE, Note: "theirs", ETag: "e2" };

  it("refreshes the fields that were not touched and takes the new lock", () => {
    const draft = rebase(edit(draftOf(BASE), "First", "Ida"), FRESH);
    expect(valueOf(draft, "Note")).toBe("theirs");
    expect(draft.base["ETag"]).toBe("e2");
    expect(changedFields(draft)).toEqual(["First"]);
  });

  it("marks a field changed on both sides and keeps the old lock, so that a save is refused", () => {
    const draft = rebase(edit(draftOf(BASE), "Note", "mine"), FRESH);
    expect([...draft.contested]).toEqual(["Note"]);
    expect(bodyOf(draft, ["Note"], true)).toEqual({ Note: "mine", ETag: "e1" });
  });

  const BOTH = { ...FRESH, First: "Una" };
  const contested = (): Draft => rebase(edit(edit(draftOf(BASE), "Note", "mine"), "First", "Ida"), BOTH);

  it("is chosen field by field, and after the last one the lock is fresh", () => {
    const one = choose(contested(), "Note", "theirs");
    expect([valueOf(one, "Note"), one.base["ETag"], undecided(one)]).toEqual(["theirs", "e1", ["First"]]);
    expect(decided(one)).toBe(one);
    const all = decided(choose(one, "First", "mine"));
    expect(bodyOf(all, ["First"], true)).toEqual({ First: "Ida", ETag: "e2" });
    expect(all.contested.size).toBe(0);
  });

  it("can be chosen otherwise until it is saved", () => {
    const once = choose(choose(contested(), "Note", "theirs"), "First", "theirs");
    expect(changedFields(decided(once))).toEqual([]);
    const again = choose(once, "Note", "mine");
    expect([valueOf(again, "Note"), decided(again).edits]).toEqual(["mine", { Note: "mine" }]);
  });

  it("is chosen anew where it changed once more, and by a hand that goes on typing", () => {
    const draft = choose(choose(contested(), "Note", "theirs"), "First", "mine");
    expect(undecided(rebase(draft, { ...BOTH, Note: "theirs again", ETag: "e3" }))).toEqual(["Note"]);
    expect(decided(edit(draft, "Note", "mine again")).edits).toEqual({ Note: "mine again", First: "Ida" });
    expect(undecided(edit(contested(), "Note", "mine again"))).toEqual(["Note", "First"]);
  });

  it("tells what was taken over beside the edits, but for what Kith writes itself", () => {
    const draft = rebase(edit(draftOf(BASE), "First", "Ida"), FRESH);
    expect([...draft.taken]).toEqual(["Note"]);
    expect([...rebase(draft, { ...FRESH, Last: "King", ETag: "e3" }).taken]).toEqual(["Note", "Last"]);
    expect(rebase(draftOf(BASE), FRESH).taken.size).toBe(0);
    expect(settle(draft, draft.edits, { ...FRESH, First: "Ida" }).taken.size).toBe(0);
  });

  it("has nothing contested once the edit is given up, and shows what is stored", () => {
    const draft = revert(rebase(edit(draftOf(BASE), "Note", "mine"), FRESH), "Note");
    expect([valueOf(draft, "Note"), draft.base["ETag"]]).toEqual(["theirs", "e2"]);
  });

  it("sees no quarrel where both sides wrote the same", () => {
    const draft = rebase(edit(draftOf(BASE), "Note", "theirs"), FRESH);
    expect(changedFields(draft)).toEqual([]);
    expect(draft.contested.size).toBe(0);
  });

  it("keeps every edit against the new values when the person reloads", () => {
    const draft = reload(rebase(edit(draftOf(BASE), "Note", "mine"), FRESH), FRESH);
    expect(draft.contested.size).toBe(0);
    expect(draft.base["Note"]).toBe("theirs");
    expect(bodyOf(draft, ["Note"], true)).toEqual({ Note: "mine", ETag: "e2" });
  });
});

describe("after a save", () => {
  it("holds nothing when all that was typed was sent", () => {
    const draft = edit(draftOf(BASE), "Note", "n");
    expect(changedFields(settle(draft, draft.edits, { ...BASE, Note: "n", ETag: "e2" }))).toEqual([]);
  });

  it("keeps what was typed while the request travelled", () => {
    const sent = edit(draftOf(BASE), "Note", "n");
    const later = edit(sent, "Note", "n and more");
    const settled = settle(later, sent.edits, { ...BASE, Note: "n", ETag: "e2" });
    expect(settled.edits).toEqual({ Note: "n and more" });
    expect(settled.base["ETag"]).toBe("e2");
  });
});
