// Takes the time from the next event of a kind to the frame that shows what came of it, and keeps it in `kithShown` as a
// promise. What is waited for is `wanted`, else the last change in the part `root` before it is still for a while.
const [event, key, root, wanted] = arguments;
const STILL = 250;
const GIVEN_UP = 10_000;

window.kithShown = new Promise((done) => {
  let begun = null;
  let shown = null;
  let still = null;

  function end() {
    observer.disconnect();
    done(shown === null ? null : shown - begun);
  }

  // What was drawn in a frame is on the screen when the task after that frame runs.
  function whenPainted(then) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(null);
    });
  }

  function begin(happened) {
    if (begun !== null || (key !== null && happened.key !== key)) return;
    begun = performance.now();
  }

  function look() {
    if (begun === null) return;
    if (wanted === null) {
      whenPainted((now) => (shown = now));
      clearTimeout(still);
      still = setTimeout(end, STILL);
    } else if (shown === null && document.querySelector(wanted)) {
      shown = Infinity;
      whenPainted((now) => {
        shown = now;
        end();
      });
    }
  }

  addEventListener(event, begin, { capture: true });
  const observer = new MutationObserver(look);
  const parts = { subtree: true, childList: true, characterData: true, attributes: true };
  observer.observe(document.querySelector(root), parts);
  setTimeout(() => {
    removeEventListener(event, begin, { capture: true });
    if (shown === Infinity) shown = null;
    end();
  }, GIVEN_UP);
});
