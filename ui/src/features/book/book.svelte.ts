import { SvelteSet } from "svelte/reactivity";
import { t } from "../../lib/i18n";
import type { Backend } from "../../lib/ipc/backend";
import { toFailure } from "../../lib/ipc/failure";
import { Newest } from "../../lib/ipc/newest";
import type {
  About,
  Backup,
  BookSpace,
  Compaction,
  KeptBackup,
  Restoration,
  Retention,
  WouldForget,
} from "../../lib/ipc/types";
import { formatSize } from "../../lib/i18n/sizes";
import { holds, nameOf, spanOf, TOLD, type Work } from "./words";

/** What the book's view needs of the window. */
export type BookHost = {
  /** Settled once what was typed and not saved is with the host. */
  keepDrafts: () => Promise<void>;
  compact: () => Promise<Compaction>;
  /** Something was done: what the host tells of its upkeep may be another now. */
  ondone: () => void;
  /** The book is another one now: the window is to be drawn anew. */
  onrestored: (restoration: Restoration) => Promise<void>;
};

/** What came of the last work. */
export type Said = { title: string; failed: boolean; text: string };

/** What leaves nothing to ask anew: a backup that is whole is so still, and a restored book has a window drawn anew. */
const AS_IT_WAS: ReadonlySet<Work> = new Set(["verify", "restore"]);

/** The book as a whole: its backups, how long its changes are kept, the room it takes, and what is done about them. */
export class BookModel {
  backups: KeptBackup[] | null = $state.raw(null);
  retention: Retention | null = $state.raw(null);
  space: BookSpace | null = $state.raw(null);
  about: About | null = $state.raw(null);
  /** What is being done, and to which backup; one thing at a time. */
  busy: { work: Work; file: string | null } | null = $state.raw(null);
  said: Said | null = $state.raw(null);
  /** A span that was chosen and not agreed to, with what it would forget once that is known. */
  chosen: { days: number | null; would: WouldForget | null } | null = $state.raw(null);
  /** The backups that were restored for a trial while the window is open. */
  readonly verified = new SvelteSet<string>();
  /** When the newest backup was made that reads. */
  readonly lastBackup = $derived(this.backups?.find(({ Backup }) => Backup.Reads)?.Backup.MadeAt ?? null);
  readonly #choices = new Newest();

  constructor(
    private readonly backend: Backend,
    private readonly host: BookHost,
  ) {}

  /** Asks for everything anew. */
  async load(): Promise<void> {
    await Promise.all([
      this.#ask(async () => void (this.backups = await this.backend.listBackups())),
      this.#ask(async () => void (this.retention = await this.backend.readRetention())),
      this.#ask(async () => void (this.about ??= await this.backend.about())),
      this.#ask(async () => void (this.space = await this.backend.bookSpace())),
    ]);
  }

  backUp(): Promise<void> {
    return this.#do("backup", null, async () => {
      const made = await this.backend.createBackup();
      return t("book.backedUp", { holds: holds(made) });
    });
  }

  verify(backup: Backup): Promise<void> {
    return this.#do("verify", backup.File, async () => {
      await this.backend.verifyBackup(backup.File);
      this.verified.add(backup.File);
      return t("book.verified", { name: nameOf(backup) });
    });
  }

  /** What is typed meanwhile waits at the host and is kept in the restored book. */
  restore(backup: Backup): Promise<void> {
    return this.#do("restore", backup.File, async () => {
      await this.host.keepDrafts();
      const restoration = await this.backend.restoreBackup(backup.File);
      await this.host.keepDrafts();
      await this.host.onrestored(restoration);
      return "";
    });
  }

  compact(): Promise<void> {
    return this.#do("compact", null, async () => {
      const { BytesBefore, BytesAfter } = await this.host.compact();
      return t("book.compacted", { size: formatSize(Math.max(0, BytesBefore - BytesAfter)) });
    });
  }

  /** Chooses a span: what it would forget is told before it is agreed to. */
  async choose(days: number | null): Promise<void> {
    this.said = null;
    this.chosen = days === this.retention?.Days ? null : { days, would: null };
    if (this.chosen === null) return;
    try {
      const would = await this.#choices.run(() => this.backend.previewRetention(days));
      if (would !== null && this.chosen?.days === days) this.chosen = { days, would };
    } catch (reason) {
      this.chosen = null;
      this.#failed("retention", reason);
    }
  }

  /** Agrees to the chosen span. */
  keepChosen(): Promise<void> {
    const days = this.chosen?.days ?? null;
    return this.#do("retention", null, async () => {
      const { ChangeSets } = await this.backend.setRetention(days);
      this.chosen = null;
      return t("book.keptFor", { span: spanOf(days), count: ChangeSets });
    });
  }

  /** Does one thing; what was asked for meanwhile is not begun. */
  async #do(work: Work, file: string | null, run: () => Promise<string>): Promise<void> {
    if (this.busy !== null) return;
    this.busy = { work, file };
    this.said = null;
    try {
      this.said = { title: await run(), failed: false, text: "" };
    } catch (reason) {
      this.#failed(work, reason);
    }
    this.busy = null;
    if (AS_IT_WAS.has(work) && !this.said?.failed) return;
    this.host.ondone();
    await this.load();
  }

  #failed(work: Work, reason: unknown): void {
    const { message, hint } = toFailure(reason);
    const { failed, advice } = TOLD[work];
    this.said = { title: t(failed), failed: true, text: `${message} ${hint ?? t(advice)}` };
  }

  async #ask(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (reason) {
      const { message, hint } = toFailure(reason);
      // What could not be done is more than what could not be looked at.
      if (!this.said?.failed)
        this.said = { title: t("book.unread"), failed: true, text: `${message} ${hint ?? ""}` };
    }
  }
}
