import { de } from "./de";
import { deActions } from "./de-actions";
import { deBulk } from "./de-bulk";
import { deDuplicates } from "./de-duplicates";
import { deFields } from "./de-fields";
import { deTransfer } from "./de-transfer";
import { deHost } from "./host/de-host";
import { wordsOf } from "./host/words";
import type { Translation } from "./index";

/** All of German, in one file of the page that only those read who speak it. */
export const german: Translation = {
  messages: { ...de, ...deActions, ...deBulk, ...deDuplicates, ...deFields, ...deTransfer },
  hostWords: (fill) => wordsOf(deHost, fill),
};
