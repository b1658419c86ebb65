import type { ApartPair, DuplicateProgress, Duplicates, Merge, RecordKey, Reply } from "./types";

/** The part of the seam about contacts that may be one person. Nothing is merged but by `merge`. */
export interface DuplicateSearch {
  /** The most certain pairs, `limit` at most; reads every contact. Rejected where it was stopped. */
  find(limit: number): Promise<Duplicates>;
  /** Has the search that runs end. */
  stop(): Promise<void>;
  /** Notes that two contacts are not the same person, or takes that back; a change of its own. */
  setApart(one: RecordKey, other: RecordKey, apart: boolean): Promise<Reply>;
  /** The pairs that are known not to be the same. */
  listApart(): Promise<ApartPair[]>;
  /** Makes two contacts one, as one change; refused where either was changed since it was looked at. */
  merge(merge: Merge): Promise<Reply>;
  /** Calls back while a search runs; the answer stops it. */
  onProgress(listener: (progress: DuplicateProgress) => void): Promise<() => void>;
}
