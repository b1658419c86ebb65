import type { DataType } from "../lib/ipc/generated/DataType";
import type { Answer, FieldMetadata, Issue, Layout, ObjectMetadata } from "../lib/ipc/types";

/** A field of a made-up object, as plain as can be but for what the test is about. */
export function field(FieldName: string, over: Partial<FieldMetadata> = {}): FieldMetadata {
  return {
    FieldName,
    DisplayName: `The ${FieldName}`,
    DataType: "String" satisfies DataType,
    IsRequired: false,
    IsNullable: true,
    IsUnique: false,
    IsIndexField: false,
    IsSortable: true,
    IsDeprecated: false,
    IsProtected: false,
    ReadAccess: "All",
    WriteAccess: "All",
    ...over,
  };
}

/** A made-up object of these fields. */
export function objectOf(
  FieldMetadata: FieldMetadata[],
  PicklistMetadata: ObjectMetadata["PicklistMetadata"] = [],
): ObjectMetadata {
  return { Name: "Thing", DisplayName: "Thing", WriteAccess: "All", FieldMetadata, PicklistMetadata };
}

/** A layout with nothing in it but what the test is about. */
export function layoutOf(over: Partial<Layout> = {}): Layout {
  return {
    Title: [],
    Subtitle: [],
    ListColumns: [],
    SearchFields: [],
    Groups: [],
    Composed: [],
    Views: [],
    SavedViews: [],
    ...over,
  };
}

/** A refusal with these errors. */
export function refusal(Errors: Issue[], StatusCode: Answer["StatusCode"] = "BadRequest"): Answer {
  return { Success: false, StatusCode, Errors };
}

/** The field of that name. */
export function fieldNamed(schema: ObjectMetadata, name: string): FieldMetadata {
  const found = schema.FieldMetadata.find((known) => known.FieldName === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}
