/** The changes of this session that can be taken back, newest last, and those that were. Plain lists of change ids. */
export type UndoStack = { readonly done: readonly string[]; readonly undone: readonly string[] };

/** Nothing done yet. */
export const NOTHING_DONE: UndoStack = { done: [], undone: [] };

/** A new change: what was undone before it can no longer be brought back. */
export function didChange(stack: UndoStack, changeId: string): UndoStack {
  return { done: [...stack.done, changeId], undone: [] };
}

/** The change `changeId` was taken back by `by`, itself a change: taking that one back is the redo. */
export function didUndo(stack: UndoStack, changeId: string, by: string | null): UndoStack {
  return {
    done: stack.done.filter((id) => id !== changeId),
    undone: by === null ? stack.undone : [...stack.undone, by],
  };
}

/** The undo `changeId` was taken back by `by`: the change stands again. */
export function didRedo(stack: UndoStack, changeId: string, by: string | null): UndoStack {
  return {
    done: by === null ? stack.done : [...stack.done, by],
    undone: stack.undone.filter((id) => id !== changeId),
  };
}

/** The change to take back next, and the undo to take back next. */
export function nextUndo(stack: UndoStack): string | null {
  return stack.done[stack.done.length - 1] ?? null;
}

/** The undo that a redo takes back. */
export function nextRedo(stack: UndoStack): string | null {
  return stack.undone[stack.undone.length - 1] ?? null;
}
