import type { Source } from "../ipc/types";
import type { MessageKey } from "./index";

/** Where a change or a request came from, in words. */
export const SOURCES: Record<Source, MessageKey> = {
  desk: "source.desk",
  "command line": "source.commandLine",
  import: "source.import",
  bulk: "source.bulk",
  undo: "source.undo",
  redo: "source.redo",
  repair: "source.repair",
  sample: "source.sample",
};
