import type { Switches } from "../../lib/form/request";
import type { Backend } from "../../lib/ipc/backend";
import type { Layout, ObjectMetadata } from "../../lib/ipc/types";
import type { KeptDraftBox } from "./drafts.svelte";
import type { RecordModel } from "./record.svelte";

/** What a record needs from its surroundings. */
export type RecordHost = {
  backend: Backend;
  /** As they are now: they may change while a record is open. */
  readonly schema: ObjectMetadata;
  readonly layout: Layout;
  readOnly: boolean;
  /** Shared by every record of the session. */
  switches: Switches;
  /** Where what was typed and not saved is kept. */
  drafts: KeptDraftBox;
  /** Called after a change of this record was stored. */
  onstored: (record: RecordModel, changeId: string | null) => void;
};
