import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { vi } from "vitest";
import { FakeBackend, type FakeOptions } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import type { JsonValue } from "../lib/ipc/types";
import App from "../views/App.svelte";

/** A window on a made-up book, and the person in front of it. */
export type Desk = { backend: FakeBackend; user: UserEvent };

/** Opens the whole window. */
export async function openDesk(options: FakeOptions = {}, backend = new FakeBackend(options)): Promise<Desk> {
  const user = userEvent.setup();
  render(App, { backend });
  await waitFor(() => {
    if (document.querySelector("main") === null) throw new Error("nothing drawn yet");
  });
  return { backend, user };
}

/** The row of the contact made `n`th, once it is drawn. */
export function row(n: number): Promise<HTMLElement> {
  return waitFor(() => {
    const list = screen.getByTestId("list");
    const found = list.querySelector<HTMLElement>(`[data-key="${CSS.escape(externalIdOf(n))}"]`);
    if (found === null) throw new Error(`no row for contact ${n}`);
    return found;
  });
}

/** The keys of the rows that are drawn, from the top. */
export function rowKeys(): string[] {
  const rows = screen.getByTestId("list").querySelectorAll<HTMLElement>("[data-key]");
  return [...rows].map((entry) => entry.dataset["key"] ?? "");
}

/** Finds a contact by searching for a text that it alone holds, opens it and waits for its form. */
export async function openContact({ user }: Desk, n: number): Promise<void> {
  await user.click(await row(n));
  await formOf(externalIdOf(n));
}

/** Waits for the form of a record. */
export async function formOf(key: string): Promise<HTMLElement> {
  return waitFor(() => {
    const found = screen.getByTestId("record");
    if (found.dataset["key"] !== key) throw new Error(`the form shows ${found.dataset["key"] ?? "nothing"}`);
    return found;
  });
}

/** The control of a field. */
export function input(field: string): HTMLInputElement {
  const found = document.getElementById(`field-${field}`);
  if (found === null) throw new Error(`no control for ${field}`);
  return found as HTMLInputElement;
}

/** What stands under a field: its error, its warning, its old value. */
export function messageOf(field: string): string {
  return document.getElementById(`field-${field}-message`)?.textContent.trim() ?? "";
}

/** Types a text in place of what a field holds. */
export async function retype({ user }: Desk, field: string, text: string): Promise<void> {
  await user.clear(input(field));
  await user.type(input(field), text);
}

/** Sends what was edited and waits for the answer. */
export async function save({ user }: Desk): Promise<void> {
  await user.keyboard("{Control>}s{/Control}");
}

/** The bodies of the updates that were sent, read. */
export function sentBodies({ backend }: Desk): Record<string, JsonValue>[] {
  return backend.requests
    .toReversed()
    .map((entry) => JSON.parse(entry.Body ?? "null") as Record<string, JsonValue>);
}

/** The button of that name inside a part of the window. */
export function buttonIn(testid: string, name: string | RegExp): HTMLElement {
  return within(screen.getByTestId(testid)).getByRole("button", { name });
}

/** What a checker of accessibility finds wrong with the window as it stands. Colours are not laid out here. */
export async function violations(): Promise<string[]> {
  const found = await axe.run(document.documentElement, {
    rules: { "color-contrast": { enabled: false } },
    resultTypes: ["violations"],
  });
  return found.violations.map(
    (entry) => `${entry.id}: ${entry.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`,
  );
}

/** Holds every answer of one method back until the returned function is called. */
export function hold<M extends "listContacts" | "checkContact" | "updateContact" | "readContact">(
  backend: FakeBackend,
  method: M,
): () => void {
  const real = backend[method].bind(backend) as (...args: unknown[]) => Promise<unknown>;
  let release: () => void = () => undefined;
  const gate = new Promise<void>((open) => (release = open));
  vi.spyOn(backend, method as "listContacts").mockImplementation(async (...args) => {
    const answer = await real(...args);
    await gate;
    return answer as Awaited<ReturnType<FakeBackend["listContacts"]>>;
  });
  return () => release();
}
