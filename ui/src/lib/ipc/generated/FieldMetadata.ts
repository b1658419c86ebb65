import type { DataType } from "./DataType";
import type { JsonValue } from "./serde_json/JsonValue";

export type FieldMetadata = { FieldName: string, DisplayName: string, Description?: string, DataType: DataType, DefaultValue?: JsonValue, IsRequired: boolean, IsNullable: boolean, IsUnique: boolean, IsIndexField: boolean, IsSortable: boolean, IsDeprecated: boolean, IsProtected: boolean, ReadAccess: "All" | "None", WriteAccess: "All" | "None", Length?: number, Precision?: number, Scale?: number, PicklistName?: string, LookupObjectName?: string, Format?: "email" | "url" | "phone" | "country-code" | "true-false" | "date-or-date-time", Enforcement?: "reject" | "warn", };
