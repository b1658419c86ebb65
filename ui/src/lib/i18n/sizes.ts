import { formatNumber } from "./dates";
import { t } from "./index";

const STEPS = ["size.bytes", "size.kib", "size.mib", "size.gib"] as const;

const ROUNDED = 1 + 2 ** -11;

/** A number of bytes as a person reads it. */
export function formatSize(bytes: number): string {
  // What would be rounded to 1,024 is one of the next.
  const step = bytes < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log2(bytes * ROUNDED) / 10));
  return t(STEPS[step] ?? "size.bytes", { size: formatNumber(bytes / 2 ** (10 * step)) });
}
