import { screen, waitFor, within } from "@testing-library/svelte";
import { t } from "../lib/i18n";
import type { Desk } from "./desk";
import { focusList } from "./list";

/** Selects the first rows of the list by key and shows the page that sets fields in them. */
export async function openBulk({ user }: Desk, rows: number): Promise<HTMLElement> {
  await focusList();
  const more = "{Shift>}{ArrowDown}{/Shift}".repeat(rows - 1);
  await user.keyboard(` ${more}`);
  await user.click(await screen.findByTestId("selection-set"));
  return screen.findByTestId("bulk-page");
}

/** Chooses the field of a setting by its label, typing it. */
export async function chooseField({ user }: Desk, label: string, number = 1): Promise<void> {
  const choice = screen.getByRole("combobox", { name: t("bulk.field", { number }) });
  await user.click(choice);
  await user.keyboard(`${label}{Enter}`);
}

/** The part of the page about one field. */
export function setting(field: string): HTMLElement {
  const found = screen
    .getByTestId("bulk-settings")
    .querySelector<HTMLElement>(`[data-testid="setting"][data-field="${field}"]`);
  if (found === null) throw new Error(`no setting of ${field}`);
  return found;
}

/** Chooses a field that holds text and types its value. */
export async function setText(desk: Desk, label: string, field: string, text: string): Promise<void> {
  await chooseField(desk, label);
  await desk.user.type(within(setting(field)).getByLabelText(label), text);
}

/** Asks for the preview and waits for its contacts. */
export async function look({ user }: Desk): Promise<HTMLElement> {
  await user.click(screen.getByTestId("bulk-look"));
  return screen.findByTestId("bulk-rows");
}

/** How many contacts come to something: the number on the filter. */
export function counted(verdict: string): number {
  const found = document.querySelector<HTMLElement>(`[data-testid^="bulk-"] [data-verdict="${verdict}"] b`);
  if (found === null) throw new Error(`no filter ${verdict}`);
  return Number(found.textContent);
}

/** Sets what was previewed, and waits for the report. */
export async function run({ user }: Desk): Promise<HTMLElement> {
  await user.click(screen.getByTestId("bulk-run"));
  await waitFor(() => screen.getByTestId("bulk-report"));
  return screen.getByTestId("bulk-report");
}
