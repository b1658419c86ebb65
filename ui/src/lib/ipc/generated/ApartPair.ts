import type { DuplicateContact } from "./DuplicateContact";
export type ApartPair = { One: DuplicateContact, Other: DuplicateContact, At: string, };
