import type { Certainty } from "./Certainty";
import type { DuplicateContact } from "./DuplicateContact";
import type { DuplicateReason } from "./DuplicateReason";
export type DuplicatePair = { One: DuplicateContact, Other: DuplicateContact, Score: number, Certainty: Certainty, Reasons: Array<DuplicateReason>, Group: number, };
