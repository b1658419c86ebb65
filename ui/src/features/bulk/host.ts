import type { Backend } from "../../lib/ipc/backend";
import type { ListQuery, ObjectMetadata, RecordKey } from "../../lib/ipc/types";

/** What setting fields in many contacts needs from its surroundings. */
export type BulkHost = {
  backend: Backend;
  /** As it is now: it changes under the page. */
  readonly schema: ObjectMetadata;
  /** Called after a change was made, with what to tell of it. */
  onmade: (text: string, changeId: string | null) => void;
  /** Takes a change back; whether it could be. */
  onundo: (changeId: string) => Promise<boolean>;
  /** The list as it is shown: what it asks for, how many are in it, how many are selected. */
  readonly question: ListQuery;
  readonly matches: number;
  readonly selected: number;
  /** The keys of those that are. */
  keys: () => RecordKey[];
};
