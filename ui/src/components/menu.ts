import type { Component } from "svelte";

/** Something a menu offers. */
export type MenuItem = {
  id: string;
  label: string;
  icon?: Component<{ size?: number; "aria-hidden"?: "true" }>;
  disabled?: boolean;
  /** Of one of several that exclude each other, whether it is the one. */
  checked?: boolean;
  /** Whether a line stands above it. */
  apart?: boolean;
  run: () => void;
};

/** The next item that can be chosen, `by` further on and round from the end; where it was if none can. */
export function nextItem(items: readonly Pick<MenuItem, "disabled">[], from: number, by: 1 | -1): number {
  for (let step = 1; step <= items.length; step += 1) {
    const at = (from + by * step + items.length * step) % items.length;
    if (items[at]?.disabled !== true) return at;
  }
  return from;
}

/** The next item whose label begins with a character; where it was if none does. */
export function itemBeginning(items: readonly MenuItem[], from: number, character: string): number {
  const wanted = character.toLowerCase();
  for (let step = 1; step <= items.length; step += 1) {
    const at = (from + step) % items.length;
    const item = items[at];
    if (item && item.disabled !== true && item.label.toLowerCase().startsWith(wanted)) return at;
  }
  return from;
}
