import type { Attachment } from "svelte/attachments";
import { isRightToLeft } from "../lib/actions/direction";

/** The space a popup keeps to the edges of what it scrolls in. */
const MARGIN = 8;
/** The space between a popup and what it belongs to. */
const GAP = 4;

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

/** Places a popup in the window beside an element that it does not lie in, and keeps it there as its own size changes. */
export function beside(anchor: Element): Attachment<HTMLElement> {
  return (popup) => {
    const place = (): void => {
      const room = { width: window.innerWidth, height: window.innerHeight };
      const [mine, its] = [popup.getBoundingClientRect(), anchor.getBoundingClientRect()];
      const { left, top } = placeBeside(its, mine, room, isRightToLeft());
      popup.style.left = `${left}px`;
      popup.style.top = `${top}px`;
    };
    place();
    const watch = new ResizeObserver(place);
    watch.observe(popup);
    window.addEventListener("resize", place);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", place);
    };
  };
}

/** Where a popup of a size is seen whole: below its anchor and in line with it, as far as the window has room. */
export function placeBeside(
  anchor: Pick<DOMRect, "left" | "right" | "top" | "bottom">,
  popup: Pick<DOMRect, "width" | "height">,
  room: { width: number; height: number },
  fromRight = false,
): { left: number; top: number } {
  const [above, below] = [anchor.top - GAP, room.height - anchor.bottom - GAP];
  const isUp = opensUpwards(popup.height + MARGIN, above, below);
  const top = isUp ? anchor.top - GAP - popup.height : anchor.bottom + GAP;
  return {
    left: between(
      fromRight ? anchor.right - popup.width : anchor.left,
      MARGIN,
      room.width - popup.width - MARGIN,
    ),
    top: between(top, MARGIN, room.height - popup.height - MARGIN),
  };
}

/** Whether a popup of that height is seen better above its anchor than below. */
export function opensUpwards(needed: number, above: number, below: number): boolean {
  return needed > below && above > below;
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
