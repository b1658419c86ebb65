import { cleanup, configure } from "@testing-library/svelte";
import { afterEach } from "vitest";

// Patience for a machine that builds something else meanwhile; nothing waits longer than it must.
configure({ asyncUtilTimeout: 8000 });

// What a window has and the test's stand-in for one has not.
window.scrollTo ??= () => undefined;

/** The stand-in lays nothing out: every element says it is as large as a pane, so that lists draw their rows. */
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 668 },
  clientWidth: { configurable: true, get: () => 760 },
});

// A document as index.html makes it, in a window that has room for three panes.
document.title = "Kith";
document.documentElement.lang = "en";
Object.assign(window, { innerWidth: 1280, innerHeight: 800 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});
