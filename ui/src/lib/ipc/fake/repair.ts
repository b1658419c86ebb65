import type { Diagnosis } from "../types";

/** What the fake says of a repair: it has found most of everything again. */
export function diagnosis(Contacts: number): Diagnosis {
  return {
    Sound: true,
    Contacts,
    Changes: 512,
    Deleted: 3,
    Backups: 4,
    Problems: [],
    Advice: [],
    Repaired: {
      Done: ["The book was made anew from what can still be read."],
      Backup: null,
      FromLog: 500,
      FromBackups: 12,
      FromRecords: 1,
      Lost: [{ First: 498, Last: 499 }],
      Doubtful: ["Ada Lovelace may miss her last change."],
      Replaced: "~/Kith/Contacts/replaced-1",
    },
  };
}
