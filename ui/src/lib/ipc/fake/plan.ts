import type {
  FieldMetadata,
  JsonValue,
  ObjectMetadata,
  SchemaDifference,
  SchemaEdit,
  SchemaIssue,
} from "../types";
import { sameValue } from "../../form/values";

/** What edits come to, near enough to the book's own plan that every state of the pane can be seen. */
export function plan(
  before: ObjectMetadata,
  edits: readonly SchemaEdit[],
): { after: ObjectMetadata; issues: SchemaIssue[] } {
  const after = structuredClone(before);
  const issues = edits.flatMap((edit, at) => apply(after, edit, `Edits[${at}]`));
  after.FieldMetadata.forEach((field, at) => issues.push(...wrongWith(field, `FieldMetadata[${at}]`)));
  return { after, issues };
}

function apply(after: ObjectMetadata, edit: SchemaEdit, at: string): SchemaIssue[] {
  if ("AddField" in edit) {
    const { Field } = edit.AddField;
    if (after.FieldMetadata.some((field) => field.FieldName === Field.FieldName)) {
      const Message = `There is a field ${Field.FieldName} already. Give the new one another name.`;
      return [{ Place: `${at}.Field.FieldName`, Field: Field.FieldName, Message }];
    }
    after.FieldMetadata.push({ ...Field, IsProtected: false });
  } else if ("UpdateField" in edit) update(after, edit.UpdateField.Name, edit.UpdateField.Changes);
  else if ("DeprecateField" in edit) update(after, edit.DeprecateField.Name, { IsDeprecated: true });
  else if ("UndeprecateField" in edit) update(after, edit.UndeprecateField.Name, { IsDeprecated: false });
  else if ("DeleteField" in edit) {
    after.FieldMetadata = after.FieldMetadata.filter((field) => field.FieldName !== edit.DeleteField.Name);
  } else if ("PutPicklist" in edit) {
    const list = edit.PutPicklist.Picklist;
    const place = after.PicklistMetadata.findIndex((old) => old.Name === list.Name);
    after.PicklistMetadata.splice(place < 0 ? after.PicklistMetadata.length : place, place < 0 ? 0 : 1, list);
  } else {
    after.PicklistMetadata = after.PicklistMetadata.filter((list) => list.Name !== edit.DeletePicklist.Name);
  }
  return [];
}

function update(after: ObjectMetadata, name: string, changes: Record<string, JsonValue>): void {
  const place = after.FieldMetadata.findIndex((field) => field.FieldName === name);
  const entries = Object.entries({ ...after.FieldMetadata[place], ...changes });
  const kept = Object.fromEntries(entries.filter(([, value]) => value !== null));
  after.FieldMetadata.splice(place, 1, kept as unknown as FieldMetadata);
}

function wrongWith(field: FieldMetadata, at: string): SchemaIssue[] {
  const issues: SchemaIssue[] = [];
  if (!/^[A-Za-z0-9_]{1,58}$/.test(field.FieldName)) {
    const Message = "A field's name has letters (A to Z), digits and _ only.";
    issues.push({ Place: `${at}.FieldName`, Field: field.FieldName, Message });
  }
  if (
    field.DataType === "String" &&
    field.Length !== undefined &&
    (field.Length < 1 || field.Length > 2000)
  ) {
    const Message = `The length is ${field.Length}; a String takes 1 to 2000.`;
    issues.push({ Place: `${at}.Length`, Message });
  }
  return issues;
}

type Keys = Record<string, JsonValue>;
type Part = Pick<SchemaDifference, "Part" | "Name"> & { keys: Keys };

/** What differs between two schemas, part by part, as the book tells it. */
export function differences(before: ObjectMetadata, after: ObjectMetadata): SchemaDifference[] {
  const [old, now] = [parts(before), parts(after)];
  const same = (a: Part) => (b: Part) => a.Part === b.Part && a.Name === b.Name;
  const stays = now.flatMap((part) => differ(part, old.find(same(part))?.keys ?? null, part.keys));
  const gone = old.filter((part) => !now.some(same(part)));
  return [...stays, ...gone.flatMap((part) => differ(part, part.keys, null))];
}

function parts(metadata: ObjectMetadata): Part[] {
  const fields = metadata.FieldMetadata.map((field) => ({
    Part: "Field" as const,
    Name: field.FieldName,
    keys: field as unknown as Keys,
  }));
  const lists = metadata.PicklistMetadata.map(({ PicklistEntries, ...list }) => ({
    Part: "Picklist" as const,
    Name: list.Name,
    keys: { ...list, ...Object.fromEntries(PicklistEntries.map((entry) => [`Entry:${entry.Value}`, entry])) },
  }));
  return [...fields, ...(lists as unknown as Part[])];
}

function differ({ Part, Name }: Part, old: Keys | null, now: Keys | null): SchemaDifference[] {
  const names = new Set([...Object.keys(now ?? {}), ...Object.keys(old ?? {})]);
  const Keys = [...names]
    .map((Key) => ({ Key, Old: old?.[Key] ?? null, New: now?.[Key] ?? null }))
    .filter((key) => !sameValue(key.Old, key.New));
  if (Keys.length === 0) return [];
  const hiding = Keys.find((key) => key.Key === "IsDeprecated");
  const Kind =
    old === null
      ? "Added"
      : now === null
        ? "Deleted"
        : hiding
          ? hiding.New === true
            ? "Deprecated"
            : "Undeprecated"
          : "Changed";
  return [{ Kind, Part, Name, Keys }];
}
