import type { FieldMetadata } from "./FieldMetadata";
import type { PicklistMetadata } from "./PicklistMetadata";

export type ObjectMetadata = { Name: string, DisplayName: string, Description?: string, FieldMetadata: Array<FieldMetadata>, PicklistMetadata: Array<PicklistMetadata>, };
