import type { Failure } from "./Failure";
import type { Layout } from "./Layout";
import type { ObjectMetadata } from "./ObjectMetadata";

export type DeskState = { book: { folder: string, recordCount: number, readOnly: boolean, } | null, failure: Failure | null, schema: ObjectMetadata, layout: Layout, user: { Id: string, Name: string, }, version: string, };
