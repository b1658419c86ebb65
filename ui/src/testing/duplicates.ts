import { screen } from "@testing-library/svelte";
import { FakeBackend, type FakeOptions } from "../lib/ipc/fake/fake";
import type { JsonValue } from "../lib/ipc/types";
import { type Desk, openDesk } from "./desk";

const AT = "2026-09-01T08:00:00.000Z";

/** Two contacts that are one person; the first has more to say. */
export const ANNA: Record<string, JsonValue>[] = [
  {
    ...{ Id: "id-anna-1", ExternalId: "anna-1", Name: "Anna Weber", Email: "anna@weber.example" },
    ...{ Phone: "+49 40 555 1", Title: "Buyer", MailingCity: "Hamburg", Fax: "1", IsEmailBounced: false },
  },
  {
    ...{ Id: "id-anna-2", Name: "Anna Weber", Email: "Anna@Weber.example", Title: "Head of Purchasing" },
    ...{ Phone: "+49 40 555 1", MobilePhone: "+49 170 555 2", IsEmailBounced: false },
  },
];

/** Two others, less certain. */
export const JOHN: Record<string, JsonValue>[] = [
  {
    ...{ Id: "id-john-1", ExternalId: "john-1", Name: "John Smith", Account: { Id: "1", Name: "Acme" } },
    ...{ IsEmailBounced: false, Birthdate: "1970-01-01" },
  },
  {
    ...{ Id: "id-john-2", ExternalId: "john-2", Name: "John Smith", Account: { Id: "2", Name: "Acme" } },
    ...{ IsEmailBounced: false, Birthdate: "2001-01-01" },
  },
];

/** A window on a book that has both pairs. */
export async function openWithPairs(options: FakeOptions = {}): Promise<Desk> {
  return openDesk({}, withPairs(options));
}

/** The book. */
export function withPairs(options: FakeOptions = {}): FakeBackend {
  const backend = new FakeBackend({ contacts: 0, ...options });
  for (const fields of [...ANNA, ...JOHN]) backend.store.seed(fields, AT);
  return backend;
}

/** Shows the page of duplicates. */
export async function showDuplicates({ user }: Desk): Promise<HTMLElement> {
  await user.click(await screen.findByTestId("show-duplicates"));
  return screen.findByTestId("duplicate-pairs");
}

/** The pairs that are listed, as the keys of their contacts. */
export function listedPairs(): string[] {
  const list = screen.queryByTestId("duplicate-pairs");
  return [...(list?.querySelectorAll<HTMLElement>("[data-pair]") ?? [])].map(
    (pair) => pair.dataset["pair"] ?? "",
  );
}

/** The choice of a field's value. */
export function choiceOf(field: string, side: "one" | "other"): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(`[data-field="${field}"] [data-side="${side}"]`);
  if (found === null) throw new Error(`no choice of ${field}`);
  return found;
}
