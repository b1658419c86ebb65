declare global {
  interface Window {
    /** Told by the host before the page runs. */
    kithLanguages?: readonly string[];
  }
}

/** The languages the person's system asks for, the most wanted first; of a plain browser, its own. */
export function systemLanguages(): readonly string[] {
  const told = window.kithLanguages ?? [];
  return told.length > 0 ? told : navigator.languages;
}
