import { formatNumber } from "./dates";
import { t } from "./index";

const STEPS = ["size.bytes", "size.kib", "size.mib", "size.gib"] as const;

/** A number of bytes as a person reads it. */
export function formatSize(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return t(STEPS[step] ?? "size.bytes", { size: formatNumber(bytes / 2 ** (10 * step)) });
}
