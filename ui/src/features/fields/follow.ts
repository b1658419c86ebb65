import { tick } from "svelte";

/**
 * Puts the keyboard on a button of what is moved, once it is drawn at its new place: elements that move lose it. The
 * buttons' ids end in `-up` and `-down`; where one can do nothing more the keyboard goes to the other.
 */
export async function follow(id: string): Promise<void> {
  await tick();
  const button = document.getElementById(id);
  const isAtEnd = button instanceof HTMLButtonElement && button.disabled;
  const other = id.endsWith("-up") ? id.replace(/-up$/, "-down") : id.replace(/-down$/, "-up");
  (isAtEnd ? document.getElementById(other) : button)?.focus();
}
