import type { KeptDraft, KeptDrafts } from "../types";

/** Keeps drafts as the book does: one for each contact, of two calls the later turn. */
export class FakeDrafts {
  readonly kept = new Map<string | null, KeptDraft>();
  /** Every draft that came, in order. */
  readonly calls: KeptDraft[] = [];
  notice: string | null = null;
  readonly #turns = new Map<string | null, number>();

  list(): KeptDrafts {
    return { drafts: [...this.kept.values()].reverse(), notice: this.notice };
  }

  keep(draft: KeptDraft, turn: number): void {
    if (!this.#isLate(draft.id, turn)) this.kept.set(draft.id, { ...draft, at: new Date().toISOString() });
    this.calls.push(draft);
  }

  drop(id: string | null, turn: number): void {
    if (!this.#isLate(id, turn)) this.kept.delete(id);
  }

  #isLate(id: string | null, turn: number): boolean {
    if ((this.#turns.get(id) ?? 0) > turn) return true;
    this.#turns.set(id, turn);
    return false;
  }
}
