import contact from "../../../../../src-tauri/crates/model/schema/contact.json";
import shippedLayout from "../../../../../src-tauri/crates/model/schema/layout.json";
import type { JsonValue, Layout, ObjectMetadata } from "../types";

/** The shipped schema and layout themselves, so that the fake cannot drift from the product. */
export const schema = contact as unknown as ObjectMetadata;
export const layout = read(shippedLayout as unknown as Written);

type View = Layout["Views"][number];
type Written = Omit<Layout, "Views"> & { Views: (Partial<Omit<View, "Filters">> & { Filters: Filter[] })[] };
type Filter = { Field: string; Value?: JsonValue; Values?: JsonValue[] };

/** The layout as the host reads it: what a view leaves out is empty, and one value is a list of one. */
function read(written: Written): Layout {
  const Views = written.Views.map((view) => ({
    ...{ Name: "", Label: "", Search: "", Sort: [], Columns: [] },
    ...view,
    Filters: view.Filters.map(({ Field, Value, Values }) => ({ Field, Values: Values ?? [Value ?? null] })),
  }));
  return { ...written, SavedViews: [], Views };
}
