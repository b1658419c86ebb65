import type { SortKey } from "../ipc/types";

/** The order after a click on a header: `extend` (shift) adds or turns a further key, else the field sorts alone. */
export function toggleSort(sort: readonly SortKey[], field: string, extend: boolean): SortKey[] {
  const current = sort.find((key) => key.field === field);
  const turned = { field, descending: current ? !current.descending : false };
  if (!extend) return [sort.length === 1 || !current ? turned : { field, descending: false }];
  return current ? sort.map((key) => (key.field === field ? turned : key)) : [...sort, turned];
}

/** What a header says of its part in the order: direction, and rank when there are several keys. */
export function sortMark(
  sort: readonly SortKey[],
  field: string,
): { descending: boolean; rank: number | null } | null {
  const at = sort.findIndex((key) => key.field === field);
  const key = sort[at];
  return key ? { descending: key.descending, rank: sort.length > 1 ? at + 1 : null } : null;
}
