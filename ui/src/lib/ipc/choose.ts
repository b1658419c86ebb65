import type { Backend } from "./backend";
import { tauriBackend } from "./tauri";

/**
 * The host when there is one. In a plain browser of a development build, the in-memory fake; a production build
 * holds no fake at all (the condition below is a constant there).
 */
export async function chooseBackend(): Promise<Backend> {
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    const { fakeFromAddress } = await import("./fake/scenarios");
    return fakeFromAddress(window.location.search);
  }
  return tauriBackend;
}
