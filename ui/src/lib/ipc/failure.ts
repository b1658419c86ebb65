import { failureInWords } from "../i18n/host";
import type { Failure } from "./types";

/** Whatever a rejected call carried, as a `Failure` that can be shown. */
export function toFailure(reason: unknown): Failure {
  if (isFailure(reason)) {
    const { kind = "failed", message, hint = null } = reason;
    return failureInWords({ kind, message, hint });
  }
  const message = reason instanceof Error ? reason.message : String(reason);
  return { kind: "failed", message, hint: null };
}

function isFailure(reason: unknown): reason is Partial<Failure> & { message: string } {
  return (
    typeof reason === "object" &&
    reason !== null &&
    !(reason instanceof Error) &&
    "message" in reason &&
    typeof reason.message === "string"
  );
}
