import type { Failure } from "./types";

/** Whatever a rejected call carried, as a `Failure` that can be shown. */
export function toFailure(reason: unknown): Failure {
  if (isFailure(reason)) return { message: reason.message, hint: reason.hint ?? null };
  if (reason instanceof Error) return { message: reason.message, hint: null };
  return { message: String(reason), hint: null };
}

function isFailure(reason: unknown): reason is { message: string; hint?: string | null } {
  return (
    typeof reason === "object" &&
    reason !== null &&
    !(reason instanceof Error) &&
    "message" in reason &&
    typeof reason.message === "string"
  );
}
