import type { Attachment } from "svelte/attachments";

/** The space a popup keeps to the edges of what it scrolls in. */
const MARGIN = 8;

/** Opens a popup upwards where there is no room below its anchor and more above it. The class `up` says so. */
export const placed: Attachment<HTMLElement> = (popup) => {
  const anchor = popup.parentElement?.getBoundingClientRect();
  if (anchor === undefined) return;
  const frame = scrollerOf(popup)?.getBoundingClientRect();
  const below = Math.min(frame?.bottom ?? Infinity, window.innerHeight) - anchor.bottom;
  const above = anchor.top - Math.max(frame?.top ?? 0, 0);
  const needed = popup.getBoundingClientRect().height + MARGIN;
  popup.classList.toggle("up", opensUpwards(needed, above, below));
};

/** Whether a popup of that height is seen better above its anchor than below. */
export function opensUpwards(needed: number, above: number, below: number): boolean {
  return needed > below && above > below;
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
