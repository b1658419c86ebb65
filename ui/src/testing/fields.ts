import { screen, waitFor, within } from "@testing-library/svelte";
import type { Desk } from "./desk";

/** Shows the fields in place of the contacts. */
export async function openFields(desk: Desk): Promise<void> {
  await desk.user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
  await screen.findByTestId("field-list");
}

/** Goes to a part of the fields. */
export async function goToTab({ user }: Desk, name: string): Promise<void> {
  await user.click(screen.getByRole("tab", { name }));
}

/** Goes to the arrangement of form and list. */
export async function openLayout(desk: Desk): Promise<HTMLElement> {
  await openFields(desk);
  await goToTab(desk, "Form and list");
  return screen.findByTestId("form-groups");
}

/** The control of a setting in the editor of a field. */
export function setting(key: string): HTMLInputElement {
  const found = screen.getByTestId("field-editor").querySelector<HTMLInputElement>(`[data-key="${key}"]`);
  if (found === null) throw new Error(`no setting ${key}`);
  return found;
}

/** The switch of a setting. */
export function flag(key: string): HTMLElement {
  return within(setting(key)).getByRole("switch");
}

/** Chooses a field and waits for its editor. */
export async function choose({ user }: Desk, field: string): Promise<void> {
  const item = screen.getByTestId("field-list").querySelector(`[data-field="${field}"]`);
  await user.click(item as HTMLElement);
  await screen.findByTestId("field-editor");
}

/** Asks what the edits would come to. */
export async function review({ user }: Desk): Promise<HTMLElement> {
  await user.click(screen.getByTestId("review"));
  return screen.findByTestId("proposal");
}

/** Makes the edits. */
export async function apply(desk: Desk): Promise<void> {
  await review(desk);
  await desk.user.click(screen.getByTestId("apply"));
  await waitFor(() => {
    if (screen.queryByTestId("proposal") !== null) throw new Error("not applied yet");
  });
}

/** Begins a field of a type. */
export async function addField({ user }: Desk, label: string, type: string): Promise<void> {
  await user.click(screen.getByTestId("field-new"));
  await user.type(setting("DisplayName"), label);
  await user.selectOptions(setting("DataType"), type);
}
