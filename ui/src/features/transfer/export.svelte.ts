import { t } from "../../lib/i18n";
import { toFailure } from "../../lib/ipc/failure";
import type {
  ChangesFormat,
  ExportProgress,
  ExportRequest,
  Failure,
  FileFormat,
  Handed,
  Selection,
  WrittenChanges,
  WrittenFile,
} from "../../lib/ipc/types";
import type { TransferHost } from "./host";

/** Which contacts are written. */
export type Which = "all" | "view" | "selection";
/** Which of their fields. */
export type FieldsOf = "shown" | "all" | "chosen";

/** What is written into a file, how, and what changed since the CRM was last told. */
export class ExportModel {
  format: FileFormat = $state("csv");
  which: Which = $state("all");
  fieldsOf: FieldsOf = $state("all");
  /** The fields that were chosen, in the order they were chosen in. */
  chosen: readonly string[] = $state.raw([]);
  delimiter = $state(",");
  byteOrderMark = $state(false);
  neutralise = $state(false);
  oldVcard = $state(false);
  changesFormat: ChangesFormat = $state("csv");
  handed: Handed | null = $state.raw(null);
  written: WrittenFile | null = $state.raw(null);
  changes: WrittenChanges | null = $state.raw(null);
  /** Whether the changes written last were noted as handed over. */
  noted = $state(false);
  /** The number of the change that noted it, to take it back. */
  notedBy: string | null = $state(null);
  busy = $state(false);
  /** Whether contacts are being written. */
  writing = $state(false);
  stopping = $state(false);
  progress: ExportProgress | null = $state.raw(null);
  startedAt = $state(0);
  failure: Failure | null = $state.raw(null);

  constructor(readonly host: TransferHost) {}

  /** Whether there is anything to write. */
  get ready(): boolean {
    return !this.busy && (this.fieldsOf !== "chosen" || this.chosen.length > 0);
  }

  get selection(): Selection {
    const { question, selected } = this.host;
    if (this.which === "view") return { view: { ...question, offset: 0, limit: 0 } };
    return this.which === "selection" ? { keys: [...selected] } : "all";
  }

  get request(): ExportRequest {
    const isText = this.format === "csv" || this.format === "tsv";
    const fields = { shown: this.host.columns, chosen: this.chosen, all: null }[this.fieldsOf];
    return {
      format: this.format,
      selection: this.selection,
      ...(fields !== null && { fields: [...fields] }),
      ...(this.format === "csv" && { delimiter: this.delimiter }),
      byteOrderMark: isText && this.byteOrderMark,
      neutralise: isText && this.neutralise,
      oldVcard: this.format === "vcard" && this.oldVcard,
    };
  }

  /** Begins with the selected contacts, where some are, and asks when changes were last handed over. */
  async begin(which: Which): Promise<void> {
    this.which = which === "selection" && this.host.selected.length === 0 ? "all" : which;
    this.written = this.changes = null;
    await this.#do(async () => (this.handed = await this.host.transfer.handedOver()));
  }

  /** Listens to how far it is; the answer stops it. */
  listen(): () => void {
    const stopping = this.host.transfer.onExportProgress((progress) => {
      if (this.writing) this.progress = progress;
    });
    return () => void stopping.then((stop) => stop());
  }

  toggle(field: string): void {
    const without = this.chosen.filter((name) => name !== field);
    this.chosen = without.length < this.chosen.length ? without : [...this.chosen, field];
  }

  async write(): Promise<void> {
    if (this.busy) return;
    this.written = this.progress = null;
    this.stopping = false;
    this.writing = true;
    this.startedAt = performance.now();
    await this.#do(async () => (this.written = await this.host.transfer.exportContacts(this.request)));
    this.writing = false;
    // What the person ended is no failure.
    if (this.stopping) this.failure = null;
  }

  /** Ends the export; no file is left. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.host.transfer.stopExport().catch((reason: unknown) => (this.failure = toFailure(reason)));
  }

  async writeChanges(): Promise<void> {
    await this.#do(async () => {
      this.changes = null;
      this.noted = false;
      this.changes = await this.host.transfer.exportChanges({ since: "last", format: this.changesFormat });
    });
  }

  /** Notes that what was written is in the CRM. */
  async handOver(): Promise<void> {
    const upto = this.changes?.report.Upto;
    if (upto === undefined) return;
    await this.#do(async () => {
      this.notedBy = await this.host.transfer.handOverChanges(upto);
      this.noted = true;
      this.host.onmade(t("changes.handedOver"), this.notedBy);
      this.handed = await this.host.transfer.handedOver();
    });
  }

  /** Takes it back that the changes are noted as handed over. */
  async undoHandOver(): Promise<void> {
    const changeId = this.notedBy;
    if (changeId === null) return;
    await this.#do(async () => {
      this.noted = !(await this.host.onundo(changeId));
      if (!this.noted) this.notedBy = null;
      this.handed = await this.host.transfer.handedOver();
    });
  }

  async #do(run: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await run();
    } catch (reason) {
      this.failure = toFailure(reason);
    } finally {
      this.busy = false;
    }
  }
}
