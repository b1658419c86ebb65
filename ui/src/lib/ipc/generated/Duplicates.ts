import type { DuplicatePair } from "./DuplicatePair";
export type Duplicates = { Contacts: number, Found: number, More: boolean, Pairs: Array<DuplicatePair>, };
