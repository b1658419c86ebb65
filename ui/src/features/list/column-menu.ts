import ArrowDownNarrowWide from "@lucide/svelte/icons/arrow-down-narrow-wide";
import ArrowDownWideNarrow from "@lucide/svelte/icons/arrow-down-wide-narrow";
import ArrowLeft from "@lucide/svelte/icons/arrow-left";
import ArrowRight from "@lucide/svelte/icons/arrow-right";
import Columns3 from "@lucide/svelte/icons/columns-3";
import EyeOff from "@lucide/svelte/icons/eye-off";
import ListFilter from "@lucide/svelte/icons/list-filter";
import type { MenuItem } from "../../components/menu";
import { along } from "../../lib/actions/direction";
import { t } from "../../lib/i18n";
import type { Asks } from "./asks.svelte";
import type { ListModel } from "./list.svelte";

/** What is done to the width of a column. */
export type Fitting = { hasOwn: boolean; fit: () => void; reset: () => void };

/** What the menu of a column offers. */
export function columnItems(
  list: ListModel,
  asks: Asks,
  field: string,
  anchor: HTMLElement,
  width: Fitting,
): MenuItem[] {
  return [
    ...orderItems(list, field),
    ...placeItems(list, field, width),
    ...otherItems(list, asks, field, anchor),
  ];
}

function orderItems(list: ListModel, field: string): MenuItem[] {
  if (!list.fields.get(field)?.IsSortable) return [];
  const sort = (descending: boolean) => (): void => list.order([{ field, descending }]);
  const items: MenuItem[] = [
    { id: "ascending", label: t("columns.sortAscending"), icon: ArrowDownNarrowWide, run: sort(false) },
    { id: "descending", label: t("columns.sortDescending"), icon: ArrowDownWideNarrow, run: sort(true) },
  ];
  const others = list.sort.filter((key) => key.field !== field);
  if (others.length === list.sort.length && others.length > 0) {
    const run = (): void => list.order([...others, { field, descending: false }]);
    items.push({ id: "next", label: t("columns.sortNext"), run });
  } else if (others.length > 0) {
    items.push({ id: "not", label: t("columns.sortNot"), run: () => list.order(others) });
  }
  return items;
}

function placeItems(list: ListModel, field: string, width: Fitting): MenuItem[] {
  const at = list.columns.indexOf(field);
  const last = list.columns.length - 1;
  // They are moved as one sees it: which way that is in their order is another matter.
  const [left, right] = [at - along(1), at + along(1)];
  const isPlace = (to: number): boolean => to >= 0 && to <= last;
  const move = (to: number) => (): void => list.moveColumn(at, to);
  return [
    {
      id: "left",
      label: t("columns.moveLeft"),
      icon: ArrowLeft,
      apart: true,
      disabled: !isPlace(left),
      run: move(left),
    },
    {
      id: "right",
      label: t("columns.moveRight"),
      icon: ArrowRight,
      disabled: !isPlace(right),
      run: move(right),
    },
    { id: "fit", label: t("columns.fit"), run: width.fit },
    ...(width.hasOwn ? [{ id: "usual", label: t("columns.usual"), run: width.reset }] : []),
  ];
}

function otherItems(list: ListModel, asks: Asks, field: string, anchor: HTMLElement): MenuItem[] {
  return [
    {
      id: "filter",
      label: t("filter.by"),
      icon: ListFilter,
      apart: true,
      run: () => (asks.now = { what: "filter", anchor, field }),
    },
    {
      id: "hide",
      label: t("columns.hide"),
      icon: EyeOff,
      disabled: list.columns.length < 2,
      run: () => list.toggleColumn(field),
    },
    {
      id: "columns",
      label: t("columns.choose"),
      icon: Columns3,
      apart: true,
      run: () => (asks.now = { what: "columns", anchor }),
    },
  ];
}
