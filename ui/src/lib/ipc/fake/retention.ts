import type { Forgotten, Retention, WouldForget } from "../types";
import type { FakeBackups } from "./backups";

const DAY_MS = 86_400_000;

/** Forgets the fake's changes as the book does: the last one always stays, and a backup is made first. */
export class FakeRetention {
  days: number | null = null;

  constructor(private readonly backups: FakeBackups) {}

  read(): Retention {
    const [oldest] = this.backups.store.changes.slice(-1);
    return { Days: this.days, OldestKept: oldest ? 1 : null, At: oldest?.At ?? null };
  }

  preview(days: number | null): WouldForget {
    const limit = Date.now() - (days ?? Infinity) * DAY_MS;
    const older = this.backups.store.changes.slice(1).filter((change) => Date.parse(change.At) < limit);
    return { ChangeSets: older.length, Upto: older[0]?.At ?? null };
  }

  set(days: number | null): Forgotten {
    const { ChangeSets } = this.preview(days);
    const { changes } = this.backups.store;
    this.days = days;
    if (ChangeSets > 0) this.backups.make("before forgetting");
    changes.splice(changes.length - ChangeSets);
    const { OldestKept, At } = this.read();
    return { ChangeSets, OldestKept, At, BytesBefore: 0, BytesAfter: 0 };
  }
}
