import type { JsonValue, Layout, SchemaDifference } from "../types";
import { sameValue } from "../../form/values";

type Keys = Record<string, JsonValue>;

/** What differs between two layouts, near enough to what the book tells of them. */
export function layoutDifferences(before: Layout, after: Layout): SchemaDifference[] {
  const [old, now] = [before, after] as unknown as [Keys, Keys];
  const lists = differing(old, now, ["ListColumns", "SearchFields", "Title", "Subtitle", "Composed"]);
  const order = orderOf(before.Groups, after.Groups);
  const whole = [...lists, ...order];
  const Layout: SchemaDifference[] =
    whole.length === 0 ? [] : [{ Kind: "Changed", Part: "Layout", Name: "", Keys: whole }];
  return [
    ...Layout,
    ...parts("Group", before.Groups, after.Groups),
    ...parts("View", before.SavedViews, after.SavedViews),
  ];
}

type Named = { Name: string; Label: string };

function orderOf(before: readonly Named[], after: readonly Named[]): SchemaDifference["Keys"] {
  const stays = (list: readonly Named[], others: readonly Named[]): JsonValue =>
    list.map((part) => part.Name).filter((name) => others.some((other) => other.Name === name));
  if (sameValue(stays(before, after), stays(after, before))) return [];
  const labels = (list: readonly Named[]): JsonValue => list.map((part) => part.Label);
  return [{ Key: "Groups", Old: labels(before), New: labels(after) }];
}

function parts(
  Part: "Group" | "View",
  before: readonly Named[],
  after: readonly Named[],
): SchemaDifference[] {
  const named = (list: readonly Named[], name: string): Named | undefined =>
    list.find((part) => part.Name === name);
  const gone = before.filter((part) => named(after, part.Name) === undefined);
  const pairs = [
    ...after.map((now) => [named(before, now.Name), now] as const),
    ...gone.map((old) => [old, undefined] as const),
  ];
  return pairs.flatMap(([old, now]) => {
    const names = Object.keys(now ?? old ?? {}).filter((key) => key !== "Name");
    const Keys = differing((old ?? {}) as Keys, (now ?? {}) as Keys, names);
    const Kind = old === undefined ? "Added" : now === undefined ? "Deleted" : "Changed";
    return Keys.length === 0 ? [] : [{ Kind, Part, Name: (now ?? old)?.Label ?? "", Keys } as const];
  });
}

function differing(old: Keys, now: Keys, names: readonly string[]): SchemaDifference["Keys"] {
  return names
    .map((Key) => ({ Key, Old: old[Key] ?? null, New: now[Key] ?? null }))
    .filter((key) => !sameValue(key.Old, key.New));
}
