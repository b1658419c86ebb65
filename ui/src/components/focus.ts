/** Remembers what has the keyboard; the answer gives it back there, where that is still to be seen. */
export function rememberFocus(): () => void {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
  };
}
