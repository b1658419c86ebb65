import { tick } from "svelte";

/** Gives the keyboard to an element once it is drawn; a text box that is `whole` has its text selected. */
export function focusSoon(selector: string, whole = false): void {
  void tick().then(() => {
    const element = document.querySelector<HTMLElement>(selector);
    element?.focus();
    if (whole && element instanceof HTMLInputElement) element.select();
  });
}
