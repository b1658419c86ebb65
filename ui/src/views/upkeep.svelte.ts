import { t } from "../lib/i18n";
import type { Backend } from "../lib/ipc/backend";
import { toFailure } from "../lib/ipc/failure";
import type { Compaction, DeskState, Failure } from "../lib/ipc/types";

/** How often the host is asked what there is to tell; the first time soon after it looked for itself. */
const FIRST_MS = 60_000;
const PAUSE_MS = 10 * 60_000;

/** What the host does with the book unasked: its backups, the room it takes. */
export class Upkeep {
  backup: DeskState["backup"] = $state.raw();
  #state: DeskState["upkeep"] = $state.raw();
  #putAway = $state(false);
  busy = $state(false);
  /** What came of a compaction. */
  said: { text: string; failed: boolean } | null = $state.raw(null);

  readonly wasted = $derived(this.#putAway ? null : (this.#state?.wasted ?? null));
  readonly failure: Failure | null = $derived(this.#state?.failure ?? null);

  constructor(
    readonly backend: Backend,
    desk: DeskState,
  ) {
    this.#take(desk);
  }

  /** Asks from time to time; the answer stops it. */
  listen(): () => void {
    let timer = setTimeout(() => void again(), FIRST_MS);
    const again = async (): Promise<void> => {
      timer = setTimeout(() => void again(), PAUSE_MS);
      await this.ask();
    };
    return () => clearTimeout(timer);
  }

  /** Asks now. What cannot be asked now is asked the next time. */
  async ask(): Promise<void> {
    await this.backend
      .deskState()
      .then((desk) => this.#take(desk))
      .catch(() => undefined);
  }

  async compact(): Promise<void> {
    this.busy = true;
    try {
      const { BytesBefore, BytesAfter } = await this.giveBack();
      this.said = { text: t("compact.done", { count: mib(BytesBefore - BytesAfter) }), failed: false };
    } catch (reason) {
      this.said = { text: toFailure(reason).message, failed: true };
    }
    this.busy = false;
  }

  /** Gives the room back; there is nothing to offer then. */
  async giveBack(): Promise<Compaction> {
    const done = await this.backend.compactBook();
    this.#putAway = true;
    return done;
  }

  /** Not now: the offer comes again with the next start. */
  putAway(): void {
    this.#putAway = true;
  }

  #take({ backup, upkeep }: DeskState): void {
    this.backup = backup;
    this.#state = upkeep;
  }
}

/** Whole mebibytes. */
export function mib(bytes: number): number {
  return Math.max(0, Math.round(bytes / 2 ** 20));
}
