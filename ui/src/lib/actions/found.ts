/** A text as it is compared: without case and accents. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * What a person may mean by what was typed: every word of it is somewhere in the label, in any order. Those of which
 * every word begins one of the label's come first; otherwise the order stays.
 */
export function foundBy<T>(text: string, items: readonly T[], labelOf: (item: T) => string): T[] {
  const wanted = wordsOf(text);
  const matching = items.map((item) => ({ item, label: folded(labelOf(item)) }));
  const found = matching.filter(({ label }) => wanted.every((word) => label.includes(word)));
  const begins = ({ label }: { label: string }): boolean => {
    const words = wordsOf(label);
    return wanted.every((word) => words.some((own) => own.startsWith(word)));
  };
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))].map(({ item }) => item);
}

/** The items a person used last first, the latest of them at the top; the others after them as they are. */
export function recentFirst<T extends object | string>(
  recent: readonly string[],
  items: readonly T[],
  idOf: (item: T) => string,
): T[] {
  const known = new Map(items.map((item) => [idOf(item), item]));
  const used = recent.flatMap((id) => known.get(id) ?? []);
  return [...used, ...items.filter((item) => !used.includes(item))];
}

/** What was used last put before what was used earlier, and no more of it than a person goes back to. */
export function withRecent(recent: readonly string[], id: string): string[] {
  return [id, ...recent.filter((other) => other !== id)].slice(0, MOST_RECENT);
}

const MOST_RECENT = 6;

function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
