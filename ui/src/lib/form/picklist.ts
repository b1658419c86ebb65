import type { JsonValue, PicklistMetadata } from "../ipc/types";

/** One entry of a picklist. */
export type Entry = PicklistMetadata["PicklistEntries"][number];

/** The entries to choose from, in their order: the live ones, and the deprecated one that is set. */
export function entriesOf(picklist: PicklistMetadata | undefined, value: JsonValue): Entry[] {
  const set = new Set(Array.isArray(value) ? value : [value]);
  return (picklist?.PicklistEntries ?? [])
    .filter((entry) => !entry.IsDeprecated || set.has(entry.Value))
    .sort((a, b) => a.Sequence - b.Sequence);
}

/** What is shown for a value: the entry's text, or the value itself where there is no entry. */
export function entryText(entries: readonly Entry[], value: JsonValue): string {
  if (typeof value !== "string") return "";
  return entries.find((entry) => entry.Value === value)?.DisplayText ?? value;
}

/** The value a typed text stands for: an entry's, or the text itself. Whether that is allowed is not asked here. */
export function entryValue(entries: readonly Entry[], text: string): string {
  return entries.find((entry) => entry.DisplayText === text)?.Value ?? text;
}

/** The entries whose text holds what was typed. */
export function matching(entries: readonly Entry[], text: string): Entry[] {
  const wanted = text.trim().toLocaleLowerCase();
  return entries.filter((entry) => entry.DisplayText.toLocaleLowerCase().includes(wanted));
}
