/** What is asked beside a part of the list, and the element it is asked beside. */
export type Ask =
  | { what: "help" | "columns" | "save"; anchor: HTMLElement }
  | { what: "filter"; anchor: HTMLElement; field: string | null }
  | { what: "column"; anchor: HTMLElement; field: string };

/** What is asked now: one thing at a time. */
export class Asks {
  now: Ask | null = $state.raw(null);

  /** Asks something, or puts it away when it is asked beside the same element already. */
  toggle(ask: Ask): void {
    const isShown = this.now?.what === ask.what && this.now.anchor === ask.anchor;
    this.now = isShown ? null : ask;
  }

  close(): void {
    this.now = null;
  }
}
