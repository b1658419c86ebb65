import { screen } from "@testing-library/svelte";
import type { UnfinishedImport } from "../lib/ipc/types";
import type { Desk } from "./desk";

/** An import that a crash ended. */
export const UNFINISHED: UnfinishedImport = {
  File: "~/fair-2026.csv",
  At: "2026-11-20T08:00:00.000Z",
  ChangeId: "change-1",
  Read: 20,
  Created: 5,
  Updated: 11,
  NotResumable: null,
};

/** Shows the page of import with the file that the fake picks. */
export async function openImport({ user }: Desk): Promise<HTMLElement> {
  await user.click(await screen.findByTestId("import"));
  return screen.findByTestId("import-file");
}

/** Asks what the import would come to. */
export async function preview({ user }: Desk): Promise<HTMLElement> {
  await user.click(screen.getByTestId("import-look"));
  return screen.findByTestId("preview-rows");
}

/** The text of a filter of the preview: its count and its word. */
export function filter(verdict: string): string {
  return filterButton(verdict).textContent.replace(/\s+/g, " ").trim();
}

/** The button that shows the rows of a verdict. */
export function filterButton(verdict: string): HTMLElement {
  const found = screen
    .getByTestId("import-preview")
    .querySelector<HTMLElement>(`[data-verdict="${verdict}"]`);
  if (found === null) throw new Error(`no filter ${verdict}`);
  return found;
}

/** The numbers of the rows that the preview shows. */
export function previewedRows(): number[] {
  const rows = screen.getByTestId("preview-rows").querySelectorAll<HTMLElement>("[data-row]");
  return [...rows].map((row) => Number(row.dataset["row"]));
}
