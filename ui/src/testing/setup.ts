import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";

// What a window has and the test's stand-in for one has not.
window.scrollTo ??= () => undefined;

afterEach(() => {
  cleanup();
  localStorage.clear();
});
