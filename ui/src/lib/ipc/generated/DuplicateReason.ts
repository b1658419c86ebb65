import type { ReasonKind } from "./ReasonKind";
export type DuplicateReason = { Kind: ReasonKind, One: string, Other: string, };
