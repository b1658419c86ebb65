import { t } from "../i18n";
import { type Action, type ActionId, ACTIONS } from "./catalogue";

/** What of a keyboard event a shortcut looks at. */
export type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** The action a key press calls up, if any. */
export function actionFor(
  press: KeyPress,
  inText: boolean,
  mac: boolean,
  actions: readonly Action[] = ACTIONS,
): ActionId | null {
  const found = actions.find((action) =>
    action.keys.some((keys) => !(inText && belongsToText(action, keys)) && matches(keys, press, mac)),
  );
  return found?.id ?? null;
}

/** Whether a text field keeps these keys for itself: what writes a character always is its own. */
function belongsToText(action: Action, keys: string): boolean {
  return action.outsideText === true || isCharacter(keys);
}

/** Whether keys write a character: a single one, with nothing held down. */
function isCharacter(keys: string): boolean {
  return [...keys].length === 1;
}

/** A shortcut as it is written on this system: `Ctrl+Shift+Z`, `⇧⌘Z`. Keys with a name can be given the system's. */
export function describeKeys(keys: string, mac: boolean, nameOf = (key: string): string => key): string {
  const parts = keys.split("+");
  if (!mac) return parts.map((part) => heldName(part) ?? nameOf(part)).join("+");
  const key = parts[parts.length - 1] ?? "";
  const held = ["Alt", "Shift", "Mod"].map((name) => (parts.includes(name) ? MAC_SIGNS[name] : ""));
  return `${held.join("")}${key === "Plus" ? "+" : nameOf(key)}`;
}

/** What the keys that are held down are called here. */
function heldName(part: string): string | null {
  if (part === "Mod") return t("key.ctrl");
  return part === "Shift" ? t("key.shift") : null;
}

/** How a Mac writes what is held down, in its order. */
const MAC_SIGNS: Record<string, string> = { Alt: "⌥", Shift: "⇧", Mod: "⌘" };

/** The first shortcut of an action, written for this system. */
export function shortcutOf(id: ActionId, mac: boolean = isMac()): string {
  const keys = ACTIONS.find((action) => action.id === id)?.keys[0];
  return keys === undefined ? "" : describeKeys(keys, mac);
}

/** Whether this is a Mac, where Cmd is what Ctrl is elsewhere. */
export function isMac(): boolean {
  return /mac/i.test(navigator.platform);
}

/** Whether typing goes into this element. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  if (target instanceof HTMLInputElement) {
    return !target.readOnly && !["checkbox", "radio", "button", "submit"].includes(target.type);
  }
  return target.isContentEditable;
}

function matches(keys: string, press: KeyPress, mac: boolean): boolean {
  const parts = keys.split("+");
  const key = parts[parts.length - 1] ?? "";
  const mod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  if (press.altKey || otherMod || mod !== parts.includes("Mod")) return false;
  // A mark such as `?` needs Shift on some keyboards and not on others.
  if (!isCharacter(keys) && press.shiftKey !== parts.includes("Shift")) return false;
  return press.key.toLowerCase() === (key === "Plus" ? "+" : key.toLowerCase());
}
