// Two frames on, what was drawn is on the screen.
requestAnimationFrame(() => requestAnimationFrame(() => window.performance.mark("empty:painted")));
