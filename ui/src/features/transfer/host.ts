import type { Transfer } from "../../lib/ipc/transfer";
import type { ListQuery, ObjectMetadata, RecordKey } from "../../lib/ipc/types";

/** What import and export need from their surroundings. */
export type TransferHost = {
  transfer: Transfer;
  /** As it is now: it changes under the page. */
  readonly schema: ObjectMetadata;
  readOnly: boolean;
  /** Called after a change was made, with what to tell of it. */
  onmade: (text: string, changeId: string | null) => void;
  /** Takes a change back; whether it could be. */
  onundo: (changeId: string) => Promise<boolean>;
  /** The list as it is shown: what it asks for, its columns, how many are in it, which are selected. */
  readonly question: ListQuery;
  readonly columns: readonly string[];
  readonly matches: number;
  readonly total: number;
  readonly selected: readonly RecordKey[];
};
