import type { Backend } from "../../lib/ipc/backend";
import type { Layout, ObjectMetadata, RecordKey } from "../../lib/ipc/types";

/** What the schema manager needs from its surroundings. */
export type FieldsHost = {
  backend: Backend;
  /** As they are now: they change under the pane. */
  readonly schema: ObjectMetadata;
  readonly layout: Layout;
  readOnly: boolean;
  /** Called after a change was made, with what to tell of it. */
  onmade: (text: string, changeId: string | null) => void;
  onopen: (key: RecordKey) => void;
};
