import type { ImportProgress } from "../../lib/ipc/types";

/** How fast it goes and how long it still takes; null while that cannot be said. */
export type Pace = { perSecond: number | null; secondsLeft: number | null };

/** The pace of work that has been going on for so many milliseconds. */
export function paceOf({ rows, bytes, totalBytes }: ImportProgress, elapsed: number): Pace {
  // Of the first moments nothing can be told.
  if (elapsed < 500 || rows === 0 || bytes === 0) return { perSecond: null, secondsLeft: null };
  const left = Math.max(0, totalBytes - bytes);
  return {
    perSecond: Math.round((rows / elapsed) * 1000),
    secondsLeft: Math.ceil((left / bytes) * (elapsed / 1000)),
  };
}
