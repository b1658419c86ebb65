import type {
  Attention,
  BrokenRule,
  Issue,
  JsonValue,
  Layout,
  ObjectMetadata,
  Reply,
  SchemaChange,
  SchemaDifference,
  SchemaEdit,
  SchemaReport,
} from "../types";
import { keyOf } from "../../form/system";
import { isShown } from "../../form/groups";
import { sameValue, toText } from "../../form/values";
import { layoutDifferences } from "./arranged";
import { differences, plan } from "./plan";
import { failed, reply } from "./replies";
import { checkFields, issue } from "./rules";
import type { FakeStore, Stored } from "./store";

/** A change, and what takes it back. */
type Made = SchemaChange & { undo: () => Reply };

/** The schema manager of the fake's book. */
export class FakeManager {
  readonly history: Made[] = [];
  #own: Record<string, JsonValue> = {};

  constructor(
    private readonly store: FakeStore,
    private readonly shipped: Layout,
    public schema: ObjectMetadata,
  ) {
    this.#become(schema);
  }

  /** The layout as it fits the schema: hidden fields in no group, those in no group before the system's. */
  get layout(): Layout {
    const layout = { ...this.shipped, ...this.#own } as unknown as Layout;
    const shown = this.schema.FieldMetadata.filter(isShown).map((field) => field.FieldName);
    const Groups = layout.Groups.map((group) => ({
      ...group,
      Fields: group.Fields.filter((name) => shown.includes(name)),
    }));
    const rest = shown.filter((name) => !Groups.some((group) => group.Fields.includes(name)));
    const custom = Groups.find((group) => group.Name === "custom");
    if (custom) custom.Fields.push(...rest);
    else Groups.splice(-1, 0, { Name: "custom", Label: "Custom fields", Fields: rest });
    const known = (name: string): boolean =>
      this.schema.FieldMetadata.some((field) => field.FieldName === name && field.ReadAccess !== "None");
    return {
      ...layout,
      ListColumns: layout.ListColumns.filter(known),
      Groups: Groups.filter((group) => group.Fields.length > 0),
    };
  }

  preview(edits: readonly SchemaEdit[]): Reply {
    const { after, issues } = plan(this.schema, edits);
    return issues.length > 0 ? refused(issues) : reply("OK", { Data: this.#report(after, false) });
  }

  change(edits: readonly SchemaEdit[], keep: boolean): Reply {
    const { after, issues } = plan(this.schema, edits);
    if (issues.length > 0) return refused(issues);
    const report = this.#report(after, true);
    const broken = (report["Broken"] as unknown as BrokenRule[]).filter(
      (rule) => !keep || "MustBeEmpty" in rule.Check,
    );
    if (broken.length > 0) {
      const errors = broken.map((rule) =>
        issue("InvalidFormat", `${rule.Contacts} contacts break the new rule.`, fieldOf(rule)),
      );
      return failed("BadRequest", errors);
    }
    return reply("OK", { Data: report }, this.#make(after));
  }

  /** Takes a change of the schema or of the layout back; null where there is no such change. */
  undo(changeId: string): Reply | null {
    return this.history.find((change) => change.ChangeId === changeId)?.undo() ?? null;
  }

  /** What the schema does not take of a record as it is stored. */
  faults(record: Stored): Issue[] {
    const values = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
    return checkFields(this.schema, values, record).errors;
  }

  attention(limit: number): Attention {
    const found = [...this.store.records.values()].flatMap((record) => {
      const Issues = this.faults(record);
      return Issues.length === 0 ? [] : [{ ...named(record), Issues }];
    });
    return { Contacts: found.length, Breaches: found.slice(0, limit) };
  }

  changeLayout(changes: Record<string, JsonValue>): Reply {
    const own = Object.entries({ ...this.#own, ...changes }).filter(([, value]) => value !== null);
    return this.#arrange(Object.fromEntries(own));
  }

  #arrange(own: Record<string, JsonValue>): Reply {
    const [before, shown] = [this.#own, this.layout];
    this.#own = own;
    const changed = layoutDifferences(shown, this.layout);
    return reply(
      "OK",
      {},
      this.#made(changed, () => this.#arrange(before)),
    );
  }

  #make(after: ObjectMetadata): string {
    const before = this.schema;
    this.#become(after);
    return this.#made(differences(before, after), () => reply("OK", {}, this.#make(before)));
  }

  #made(Differences: SchemaDifference[], undo: () => Reply): string {
    const ChangeId = this.store.nextChange();
    const At = new Date().toISOString();
    const By = this.store.user;
    this.history.unshift({ ChangeId, At, By, Source: "desk", Differences, undo });
    this.store.tell({ changeId: ChangeId, keys: [], schema: true, gone: false });
    return ChangeId;
  }

  #become(schema: ObjectMetadata): void {
    this.schema = schema;
    this.store.names = schema.FieldMetadata.map((field) => field.FieldName);
  }

  #report(after: ObjectMetadata, Applied: boolean): { [key: string]: JsonValue } {
    const report: SchemaReport = {
      Differences: differences(this.schema, after),
      Broken: this.#broken(after),
      Applied,
    };
    return report as unknown as { [key: string]: JsonValue };
  }

  #broken(after: ObjectMetadata): BrokenRule[] {
    const records = [...this.store.records.values()];
    const rule = (Check: BrokenRule["Check"], name: string, breaks: Stored[]): BrokenRule[] => {
      const Breaches = breaks
        .slice(0, 100)
        .map((record) => ({ ...named(record), Value: record[name] ?? null }));
      return breaks.length === 0 ? [] : [{ Check, Contacts: breaks.length, Breaches }];
    };
    return this.schema.FieldMetadata.flatMap((old) => {
      const Field = old.FieldName;
      const now = after.FieldMetadata.find((field) => field.FieldName === Field);
      const held = records.filter((record) => (record[Field] ?? null) !== null);
      if (now === undefined) return rule({ MustBeEmpty: { Field } }, Field, held);
      const invalid = (record: Stored): boolean =>
        (record[Field] ?? null) === null
          ? now.IsRequired
          : checkFields(after, { [Field]: record[Field] ?? null }, {}).errors.length > 0;
      const shared = (record: Stored): boolean =>
        held.some((other) => other !== record && sameValue(other[Field], record[Field]));
      const tightened = !sameValue(old as unknown as JsonValue, now as unknown as JsonValue);
      return [
        ...(tightened ? rule({ MustBeValid: { Field } }, Field, records.filter(invalid)) : []),
        ...(now.IsUnique && !old.IsUnique
          ? rule({ MustBeUnique: { Field } }, Field, held.filter(shared))
          : []),
      ];
    });
  }
}

function named(record: Stored): Pick<Attention["Breaches"][number], "Key" | "Title"> {
  return { Key: keyOf(record) ?? { by: "Id", value: "" }, Title: toText(record["Name"]) };
}

function fieldOf(rule: BrokenRule): string {
  return Object.values(rule.Check)[0]?.Field ?? "";
}

function refused(issues: ReturnType<typeof plan>["issues"]): Reply {
  const errors = issues.map(({ Place, Message, Field }) =>
    issue("MalformedRequest", `${Place}: ${Message}`, Field),
  );
  const refusal = failed("BadRequest", errors);
  return { ...refusal, answer: { ...refusal.answer, Data: { Issues: issues } as unknown as JsonValue } };
}
