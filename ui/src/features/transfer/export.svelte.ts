import { t } from "../../lib/i18n";
import { toFailure } from "../../lib/ipc/failure";
import type {
  ChangesFormat,
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
  busy = $state(false);
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

  toggle(field: string): void {
    const without = this.chosen.filter((name) => name !== field);
    this.chosen = without.length < this.chosen.length ? without : [...this.chosen, field];
  }

  async write(): Promise<void> {
    await this.#do(async () => {
      this.written = null;
      this.written = await this.host.transfer.exportContacts(this.request);
    });
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
      await this.host.transfer.handOverChanges(upto);
      this.noted = true;
      this.host.onmade(t("changes.handedOver"), null);
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
