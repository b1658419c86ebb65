import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../../lib/ipc/fake/fake";
import type { Reply } from "../../lib/ipc/types";
import { fieldNamed } from "../../testing/schema";
import { FieldsModel } from "./fields.svelte";

function modelOn(backend: FakeBackend): FieldsModel {
  return new FieldsModel({
    backend,
    get schema() {
      return backend.manager.schema;
    },
    get layout() {
      return backend.manager.layout;
    },
    readOnly: false,
    onmade: () => undefined,
    onopen: () => undefined,
  });
}

/** Holds the next answer of a method back until it is given here. */
function held(
  backend: FakeBackend,
  method: "previewSchema" | "changeSchema",
): (answer: Promise<Reply>) => void {
  let give: (answer: Promise<Reply>) => void = () => undefined;
  const gate = new Promise<Reply>((open) => (give = open));
  vi.spyOn(backend, method).mockReturnValueOnce(gate);
  return give;
}

const SHORTER = [{ UpdateField: { Name: "Title", Changes: { Length: 100 } } }];
const WRONG = [{ UpdateField: { Name: "Title", Changes: { Length: 9999 } } }];

describe("what edits would come to", () => {
  it("is not shown at another field that was chosen meanwhile", async () => {
    const backend = new FakeBackend();
    const model = modelOn(backend);
    for (const edits of [SHORTER, WRONG]) {
      model.chooseField("Title");
      const give = held(backend, "previewSchema");
      const asked = model.propose(edits);
      model.chooseField("Fax");
      give(backend.previewSchema(edits));
      await asked;
      expect([model.proposal, model.issues]).toEqual([null, []]);
    }
  });

  it("does not fail at another field either", async () => {
    const backend = new FakeBackend();
    const model = modelOn(backend);
    const give = held(backend, "previewSchema");
    const asked = model.propose(SHORTER);
    model.show("picklists");
    give(Promise.reject(new Error("gone")));
    await asked;
    expect([model.failure, model.busy]).toEqual([null, false]);
  });
});

describe("a change of the fields", () => {
  it("leaves alone what was chosen while it was made", async () => {
    const backend = new FakeBackend();
    const model = modelOn(backend);
    const Field = { ...fieldNamed(backend.schema, "Title"), FieldName: "Mine" };
    await model.propose([{ AddField: { Field } }]);
    const give = held(backend, "changeSchema");
    const applied = model.apply(false);
    model.chooseField("Fax");
    give(backend.previewSchema([]));
    await applied;
    expect(model.field).toBe("Fax");
  });
});
