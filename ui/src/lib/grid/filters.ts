import { sameValue } from "../form/values";
import type { Filter, JsonValue } from "../ipc/types";

/** The filters with the values of one field set; without a value the field has no filter. */
export function withValues(
  filters: readonly Filter[],
  field: string,
  values: readonly JsonValue[],
): Filter[] {
  const filter = { field, values: [...values] };
  if (values.length === 0) return filters.filter((other) => other.field !== field);
  if (!filters.some((other) => other.field === field)) return [...filters, filter];
  return filters.map((other) => (other.field === field ? filter : other));
}

/** The values a field is filtered by. */
export function valuesOf(filters: readonly Filter[], field: string): readonly JsonValue[] {
  return filters.find((filter) => filter.field === field)?.values ?? [];
}

/** Values with one more, or one less. */
export function toggledValue(values: readonly JsonValue[], value: JsonValue): JsonValue[] {
  const others = values.filter((other) => !sameValue(other, value));
  return others.length === values.length ? [...values, value] : others;
}

/** Whether two lists of filters let the same through, in whatever order they are. */
export function sameFilters(a: readonly Filter[], b: readonly Filter[]): boolean {
  return a.length === b.length && a.every(({ field, values }) => sameValues(values, valuesOf(b, field)));
}

function sameValues(a: readonly JsonValue[], b: readonly JsonValue[]): boolean {
  return a.length === b.length && a.every((value) => b.some((other) => sameValue(value, other)));
}
