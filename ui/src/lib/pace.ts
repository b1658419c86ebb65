/** How fast work goes and how long it still takes; null while that cannot be said. */
export type Pace = { perSecond: number | null; secondsLeft: number | null };

/**
 * The pace of work that has been going on for so many milliseconds: of what is counted so much a second, and the rest of
 * the whole as fast as what is done of it.
 */
export function paceOf(
  counted: number,
  { done, total }: { done: number; total: number },
  elapsed: number,
): Pace {
  // Of the first moments nothing can be told.
  if (elapsed < 500 || counted === 0 || done === 0) return { perSecond: null, secondsLeft: null };
  const left = Math.max(0, total - done);
  return {
    perSecond: Math.round((counted / elapsed) * 1000),
    secondsLeft: Math.ceil((left / done) * (elapsed / 1000)),
  };
}
