import { screen, waitFor, within } from "@testing-library/svelte";
import { type Desk, rowKeys } from "./desk";

/** What the foot says of how many are shown. */
export function count(): string {
  return screen.getByTestId("count").textContent;
}

/** What the foot says of the selection. */
export function selected(): string {
  return within(screen.getByTestId("selection")).getByRole("status").textContent;
}

/** The keys of the rows that are marked as selected, from the top. */
export function selectedKeys(): string[] {
  const rows = screen.getByTestId("list").querySelectorAll<HTMLElement>('[aria-selected="true"][data-key]');
  return [...rows].map((row) => row.dataset["key"] ?? "");
}

/** The columns of the list by their fields, from the left. */
export function columns(): string[] {
  const heads = screen.getByTestId("list").querySelectorAll<HTMLElement>("[data-column]");
  return [...heads].map((head) => head.dataset["column"] ?? "");
}

/** The header of a column. */
export function header(field: string): HTMLElement {
  const found = screen.getByTestId("list").querySelector<HTMLElement>(`[data-column="${field}"] button`);
  if (found === null) throw new Error(`no column ${field}`);
  return found;
}

/** The drawn row at a place of the list. */
export function rowAt(index: number): HTMLElement {
  const found = document.getElementById(`row-${index}`);
  if (found === null) throw new Error(`no row ${index}`);
  return found;
}

/** Waits until the list has its rows, and gives it the keyboard. */
export async function focusList(): Promise<void> {
  await waitFor(() => {
    if (rowKeys().length === 0) throw new Error("no rows yet");
  });
  screen.getByTestId("list").focus();
}

/** A choice of a popup: a field or a value, by what identifies it. */
export function choice(testid: string, id: string): Promise<HTMLElement> {
  return waitFor(() => {
    const found = screen.getByTestId(testid).querySelector<HTMLElement>(`[data-choice='${id}']`);
    if (found === null) throw new Error(`no choice ${id}`);
    return found;
  });
}

/** Opens the filter of a field by mouse. */
export async function openFilter({ user }: Desk, field: string): Promise<void> {
  if (screen.queryByTestId("filter-values") !== null) await user.keyboard("{Escape}");
  await user.click(screen.getByTestId("filter-new"));
  await user.click(await choice("filter-fields", field));
  await screen.findByTestId("filter-values");
}

/** The chip of a field's filter. */
export function chip(field: string): HTMLElement {
  const found = screen.getByTestId("filters").querySelector<HTMLElement>(`[data-filter="${field}"]`);
  if (found === null) throw new Error(`no filter of ${field}`);
  return found;
}
