import { readingKey } from "../../lib/actions/direction";
import { describeKeys, isMac } from "../../lib/actions/shortcuts";
import { type MessageKey, t } from "../../lib/i18n";

/** The keys that are called by a word of the language. */
const NAMED: Readonly<Record<string, MessageKey>> = {
  ContextMenu: "key.ContextMenu",
  Delete: "key.Delete",
  End: "key.End",
  Enter: "key.Enter",
  Escape: "key.Escape",
  Home: "key.Home",
  PageDown: "key.PageDown",
  PageUp: "key.PageUp",
  Plus: "key.Plus",
  Space: "key.Space",
  Tab: "key.Tab",
};

/** The keys that are called by what is drawn on them. */
const DRAWN: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
};

/** Keys as they are written in the list of all of them: from right to left, what goes on along the text is the left arrow. */
export function keysInWords(keys: string, mac: boolean = isMac()): string {
  return describeKeys(keys, mac, (key) => {
    const named = NAMED[key];
    return named === undefined ? (DRAWN[readingKey(key)] ?? key) : t(named);
  });
}
