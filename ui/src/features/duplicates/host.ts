import type { Backend } from "../../lib/ipc/backend";
import type { Layout, ObjectMetadata, RecordKey } from "../../lib/ipc/types";

/** What duplicates need from their surroundings. */
export type DuplicatesHost = {
  readonly backend: Pick<Backend, "duplicates" | "readContact" | "onBookChanged">;
  /** As they are now: they change under the page. */
  readonly schema: ObjectMetadata;
  readonly layout: Layout;
  readonly readOnly: boolean;
  /** Called after a change was made, with what to tell of it. */
  onmade: (text: string, changeId: string | null) => void;
  onopen: (key: RecordKey) => void;
};
