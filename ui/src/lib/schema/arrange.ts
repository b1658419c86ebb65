import type { Layout } from "../ipc/types";

/** What a person arranges: the groups of the form and the columns of the list. A value: each step gives a new one. */
export type Arrangement = Pick<Layout, "Groups" | "ListColumns">;

type Groups = Arrangement["Groups"];

/** What is arranged of a layout. */
export function arrangementOf({ Groups, ListColumns }: Layout): Arrangement {
  return { Groups, ListColumns };
}

/** A list with the item at `at` moved by `by` places; as it is where there is no such place. */
export function moved<T>(items: readonly T[], at: number, by: number): T[] {
  const to = at + by;
  const next = [...items];
  if (to < 0 || to >= items.length) return next;
  const [item] = next.splice(at, 1);
  next.splice(to, 0, item as T);
  return next;
}

/** A field one place up or down: from the edge of its group into the next one. */
export function moveField(arrangement: Arrangement, name: string, by: 1 | -1): Arrangement {
  const from = arrangement.Groups.findIndex((group) => group.Fields.includes(name));
  const group = arrangement.Groups[from];
  if (group === undefined) return arrangement;
  const at = group.Fields.indexOf(name);
  const stays = at + by >= 0 && at + by < group.Fields.length;
  if (stays) return withFields(arrangement, from, moved(group.Fields, at, by));
  if (arrangement.Groups[from + by] === undefined) return arrangement;
  return putField(arrangement, name, from + by, by === 1 ? "first" : "last");
}

/** A field in another group, at its start or its end. */
export function putField(
  arrangement: Arrangement,
  name: string,
  to: number,
  end: "first" | "last" = "last",
): Arrangement {
  const Groups = arrangement.Groups.map((group, at) => {
    const Fields = group.Fields.filter((field) => field !== name);
    if (at !== to) return { ...group, Fields };
    return { ...group, Fields: end === "first" ? [name, ...Fields] : [...Fields, name] };
  });
  return { ...arrangement, Groups };
}

/**
 * A new group at the end, with a name that no other has: also none of which nothing is shown, and which is not here to
 * be asked.
 */
export function addGroup(arrangement: Arrangement, Label: string): Arrangement {
  const Name = `group-${Math.random().toString(36).slice(2)}`;
  return { ...arrangement, Groups: [...arrangement.Groups, { Name, Label, Fields: [] }] };
}

/** A group with another heading. */
export function renameGroup(arrangement: Arrangement, at: number, Label: string): Arrangement {
  const Groups = arrangement.Groups.map((group, place) => (place === at ? { ...group, Label } : group));
  return { ...arrangement, Groups };
}

/** Without a group: its fields go to the one before it, or after it where it is the first. The last one stays. */
export function removeGroup(arrangement: Arrangement, at: number): Arrangement {
  const gone = arrangement.Groups[at];
  if (gone === undefined || arrangement.Groups.length < 2) return arrangement;
  const heir = at === 0 ? 1 : at - 1;
  const Groups = arrangement.Groups.map((group, place) =>
    place === heir
      ? { ...group, Fields: at === 0 ? [...gone.Fields, ...group.Fields] : [...group.Fields, ...gone.Fields] }
      : group,
  );
  return { ...arrangement, Groups: Groups.filter((_, place) => place !== at) };
}

/** The list with a column more, last, or with one less. */
export function toggleColumn({ Groups, ListColumns }: Arrangement, name: string): Arrangement {
  const there = ListColumns.includes(name);
  return {
    Groups,
    ListColumns: there ? ListColumns.filter((column) => column !== name) : [...ListColumns, name],
  };
}

/** What of a layout differs, to be asked for; groups without fields are none. */
export function changesOf(before: Arrangement, after: Arrangement): Partial<Arrangement> {
  const groups = filled(after.Groups);
  return {
    ...(differs(before.Groups, groups) && { Groups: groups }),
    ...(differs(before.ListColumns, after.ListColumns) && { ListColumns: after.ListColumns }),
  };
}

/**
 * What is arranged of one layout on another, which the book has by now. What was not moved is as it is there; what was
 * moved stays so, with the fields there are.
 */
export function onto(
  draft: Arrangement,
  before: Arrangement,
  stored: Arrangement,
  isField: (name: string) => boolean,
): Arrangement {
  if (!differs(before, stored)) return draft;
  const grouped = differs(before.Groups, draft.Groups) && differs(stored.Groups, filled(draft.Groups));
  const listed = differs(before.ListColumns, draft.ListColumns);
  return {
    Groups: grouped ? fitted(draft.Groups, stored.Groups) : stored.Groups,
    ListColumns: listed ? draft.ListColumns.filter(isField) : stored.ListColumns,
  };
}

/** Groups with the fields of others: those that went are out, those that came are where they are there. */
function fitted(groups: Groups, stored: Groups): Groups {
  const there = new Set(stored.flatMap((group) => group.Fields));
  const placed = new Set(groups.flatMap((group) => group.Fields));
  const next = groups.map((group) => ({ ...group, Fields: group.Fields.filter((name) => there.has(name)) }));
  stored.forEach((group, at) => {
    const Fields = group.Fields.filter((name) => !placed.has(name));
    const home = next.find((known) => known.Name === group.Name);
    if (home !== undefined) home.Fields.push(...Fields);
    else if (Fields.length > 0) next.splice(placeOf(stored[at + 1], next), 0, { ...group, Fields });
  });
  return next;
}

/** The place of the group of that name, the end where there is none. */
function placeOf(group: Groups[number] | undefined, groups: Groups): number {
  const at = groups.findIndex((known) => known.Name === group?.Name);
  return at < 0 ? groups.length : at;
}

function filled(groups: Groups): Groups {
  return groups.filter((group) => group.Fields.length > 0);
}

function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

function withFields(arrangement: Arrangement, at: number, Fields: string[]): Arrangement {
  const Groups = arrangement.Groups.map((group, place) => (place === at ? { ...group, Fields } : group));
  return { ...arrangement, Groups };
}
