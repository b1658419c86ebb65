/** Something the palette offers. */
export type Entry = {
  /** By which it is remembered. */
  id: string;
  label: string;
  /** Its shortcut; empty where it has none. */
  keys: string;
  /** Why it cannot be done now; null where it can. */
  off: string | null;
  run: () => void;
};
