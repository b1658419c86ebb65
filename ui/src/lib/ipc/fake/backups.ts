import type { Backup, KeptBackup, Restoration } from "../types";
import type { FakeStore } from "./store";

type Kept = { backup: Backup; snapshot: ReturnType<FakeStore["snapshot"]> };

/** Keeps backups of the fake's book in memory, and puts them in its place. */
export class FakeBackups {
  /** Newest first. */
  readonly kept: Kept[] = [];

  constructor(readonly store: FakeStore) {}

  list(): KeptBackup[] {
    return this.kept.map(({ backup }) => ({ Backup: backup, Newer: this.#newer(backup) }));
  }

  make(reason: string, at = new Date().toISOString()): Backup {
    const { records, changes } = this.store;
    const name = `kith-${at.slice(0, 19).replaceAll(":", "-")}Z-${reason.replaceAll(" ", "-")}`;
    const backup: Backup = {
      File: `~/Kith/Contacts/backups/${name}-${this.kept.length}.kithbackup`,
      MadeAt: at,
      Reason: reason,
      Contacts: records.size,
      Changes: changes.length,
      Last: changes.length,
      LastChangeAt: changes[0]?.At ?? null,
      Bytes: 2048 + 310 * records.size,
      Reads: true,
    };
    this.kept.unshift({ backup, snapshot: this.store.snapshot() });
    return backup;
  }

  /** One that was damaged on its way. */
  makeDamaged(at: string): void {
    const { File, MadeAt, Reason, Bytes } = this.make("daily", at);
    const Problem = `Line 12 is damaged, in ${File}. It does not match its checksum.`;
    const nothing = { Contacts: null, Changes: null, Last: null, LastChangeAt: null };
    const [kept] = this.kept;
    if (kept) kept.backup = { File, MadeAt, Reason, Bytes, ...nothing, Reads: false, Problem };
  }

  verify(file: string): Backup {
    return this.#named(file).backup;
  }

  restore(file: string): Restoration {
    const { backup, snapshot } = this.#named(file);
    const Before = this.make("before restore");
    this.store.become(snapshot);
    const [Contacts, Changes] = [this.store.records.size, this.store.changes.length];
    const MadeAt = backup.MadeAt ?? "";
    const Replaced = "~/Kith/Contacts/replaced-1";
    return { Restored: { File: file, MadeAt, Contacts, Changes, Created: false, Replaced }, Before };
  }

  #newer({ Last, LastChangeAt }: Backup): number | null {
    if (Last === null || Last > this.store.changes.length) return null;
    const at = this.store.changes.at(-Last)?.At ?? null;
    return Last === 0 || at === LastChangeAt ? this.store.changes.length - Last : null;
  }

  #named(file: string): Kept {
    const found = this.kept.find(({ backup }) => backup.File === file);
    if (found?.backup.Reads !== true) throw new Error(found?.backup.Problem ?? `There is no backup ${file}.`);
    return found;
  }
}
