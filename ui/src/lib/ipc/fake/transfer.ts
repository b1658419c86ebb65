import type {
  ChangesExport,
  Contested,
  ExportProgress,
  ExportRequest,
  Handed,
  ImportChoices,
  ImportProgress,
  ImportReport,
  InspectedFile,
  JsonValue,
  Mapping,
  MendedRow,
  PreviewPage,
  PreviewRow,
  Reading,
  RecordKey,
  RefusedPage,
  Reply,
  RowVerdict,
  UnfinishedImport,
  WrittenChanges,
  WrittenFile,
} from "../types";
import type { Transfer } from "../transfer";
import { sameValue } from "../../form/values";
import { type FakeFile, fieldsOf, suggest, tableOfContacts } from "./import-file";
import type { FakeList } from "./list";
import type { FakeManager } from "./manager";
import { reply } from "./replies";
import { checkFields } from "./rules";
import type { FakeStanding } from "./standing";
import type { FakeStore, Stored } from "./store";

/** How many rows are taken before whoever watches is told. */
const BATCH = 10;

/** Rows as they would be taken, and what the book has of each. */
type Planned = { row: PreviewRow; before: Stored | null; fields: Record<string, JsonValue> };

/** Stands in for the host's import and export of files: a table of text, held in memory. */
export class FakeTransfer implements Transfer {
  /** What the person picks next; null as if they thought better of it. */
  file: FakeFile | null = tableOfContacts();
  readonly mappings = new Map<string, Mapping>();
  unfinished: UnfinishedImport | null = null;
  handed: Handed | null = null;
  /** What was asked for, to look at in tests. */
  readonly exports: (ExportRequest | ChangesExport)[] = [];
  readonly runs: ImportChoices[] = [];
  /** Fields that both sides changed, by their rows, where the file is the CRM's newer state. */
  readonly conflicts = new Map<number, Omit<Contested, "Side">>();
  /** Waited for after every batch. */
  pace: () => Promise<void> = () => Promise.resolve();
  #rows: PreviewRow[] = [];
  #reading: Reading = { Neutralised: false, UidIsNone: false };
  #stopped = false;
  #choices: ImportChoices | null = null;
  #refused: PreviewRow[] = [];
  readonly #listeners = new Set<(progress: ImportProgress) => void>();
  readonly #exportListeners = new Set<(progress: ExportProgress) => void>();

  constructor(
    private readonly store: FakeStore,
    private readonly manager: FakeManager,
    private readonly list: FakeList,
    private readonly standing: FakeStanding,
    /** Makes a book where there is none. */
    private readonly begin: () => void,
  ) {}

  async pickImport(): Promise<InspectedFile | null> {
    if (this.file === null) return null;
    this.begin();
    return this.inspectImport({ Neutralised: false, UidIsNone: false });
  }

  inspectImport(reading: Reading): Promise<InspectedFile> {
    const { name, header, rows, sheets = [] } = this.file ?? { name: "", header: [], rows: [] };
    this.#reading = {
      Format: "csv",
      Encoding: "UTF-8",
      Delimiter: ",",
      Quote: '"',
      Header: true,
      ...reading,
    };
    const mapping = suggest(header, this.manager.schema);
    const taken = new Set(mapping.Columns.map((column) => column.Column));
    return Promise.resolve({
      name,
      reading: this.#reading,
      sheets,
      header,
      sample: rows.slice(0, 20),
      preset: null,
      mapping,
      unmapped: header.filter((column) => !taken.has(column)),
      savedMappings: [...this.mappings.keys()],
      unfinished: this.unfinished,
    });
  }

  async previewImport(choices: ImportChoices): Promise<ImportReport> {
    const planned = this.#plan(choices);
    await this.#go(planned, () => undefined);
    if (this.#stopped) throw new Error("It was stopped.");
    this.#rows = planned.map(({ row }) => row);
    return this.#report(planned, choices);
  }

  previewRows(
    verdict: RowVerdict | null,
    offset: number,
    limit: number,
    contested = false,
  ): Promise<PreviewPage> {
    const rows = this.#rows.filter(
      (row) => (verdict === null || row.Verdict === verdict) && (!contested || row.Contested.length > 0),
    );
    return Promise.resolve({ Rows: rows.slice(offset, offset + limit), Matches: rows.length });
  }

  async runImport(choices: ImportChoices): Promise<ImportReport> {
    this.runs.push(choices);
    this.#choices = choices;
    const planned = this.#plan(choices);
    const ChangeId = this.store.nextChange();
    const done: Planned[] = [];
    await this.#go(planned, (batch) => {
      done.push(...batch);
      const changed = batch.filter(({ row }) => row.Verdict === "create" || row.Verdict === "update");
      this.store.takeIn(changed, ChangeId);
    });
    this.#refused = done.map(({ row }) => row).filter((row) => row.Verdict === "refused");
    const report = { ...this.#report(done, choices), ChangeId, Unfinished: this.#stopped };
    const { Read, Created, Updated } = report;
    this.unfinished = this.#stopped
      ? {
          ...{ File: `~/${this.file?.name ?? ""}`, At: new Date().toISOString(), NotResumable: null },
          ...{ ChangeId, Read, Created, Updated },
        }
      : null;
    return report;
  }

  stopImport(): Promise<void> {
    this.#stopped = true;
    return Promise.resolve();
  }

  unfinishedImport(): Promise<UnfinishedImport | null> {
    return Promise.resolve(this.unfinished);
  }

  async resumeImport(): Promise<ImportReport> {
    const choices = this.#choices;
    this.unfinished = null;
    if (choices !== null) return this.runImport(choices);
    const mapping = suggest(this.file?.header ?? [], this.manager.schema);
    const reading = this.#reading;
    return this.runImport({
      ...{ reading, mode: "upsert", by: "ExternalId", mapping, keepProperties: false, leaveOut: [] },
      reconcile: null,
    });
  }

  rollImportBack(): Promise<Reply> {
    const id = this.unfinished?.ChangeId ?? null;
    const change = id === null ? null : this.store.undo(id);
    this.unfinished = null;
    return Promise.resolve(reply("OK", { Data: { Contacts: 0 } }, change?.ChangeId ?? null));
  }

  keepImport(): Promise<UnfinishedImport> {
    const kept = this.unfinished;
    this.unfinished = null;
    return kept === null ? Promise.reject(new Error("There is no such import.")) : Promise.resolve(kept);
  }

  refusedRows(offset: number, limit: number): Promise<RefusedPage> {
    const rows = this.#refused.slice(offset, offset + limit);
    return Promise.resolve({
      ...{ Format: "csv" as const, Header: this.file?.header ?? [], Mapping: this.#choices?.mapping ?? null },
      Rows: rows.map(({ Row, Content, Issues }) => ({ Row, Content, Issues })),
      Matches: this.#refused.length,
    });
  }

  retryRows(rows: MendedRow[]): Promise<ImportReport> {
    const choices = this.#choices;
    if (choices === null) return Promise.reject(new Error("Nothing was imported."));
    const isRefused = ({ Row }: MendedRow): boolean => this.#refused.some((row) => row.Row === Row);
    if (!rows.every(isRefused)) return Promise.reject(new Error("A row was taken already."));
    const planned = this.#planned(
      rows.map(({ Row, Content }) => ({
        number: Row,
        cells: (Content as JsonValue[]).map((cell) => String(cell ?? "")),
      })),
      choices,
    );
    const ChangeId = this.store.nextChange();
    this.store.takeIn(
      planned.filter(({ row }) => row.Verdict === "create" || row.Verdict === "update"),
      ChangeId,
    );
    const again = new Map(planned.map(({ row }) => [row.Row, row]));
    this.#refused = this.#refused
      .map((row) => again.get(row.Row) ?? row)
      .filter((row) => row.Verdict === "refused");
    return Promise.resolve({ ...this.#report(planned, choices), ChangeId });
  }

  saveRejects(): Promise<WrittenFile | null> {
    return Promise.resolve({ file: "~/rejects.csv", written: 2 });
  }

  saveMapping(name: string, mapping: Mapping | null): Promise<void> {
    if (mapping === null) this.mappings.delete(name);
    else this.mappings.set(name, mapping);
    return Promise.resolve();
  }

  savedMapping(name: string): Promise<Mapping | null> {
    return Promise.resolve(this.mappings.get(name) ?? null);
  }

  async exportContacts(request: ExportRequest): Promise<WrittenFile | null> {
    this.exports.push(request);
    this.#stopped = false;
    const total = this.#count(request);
    for (const tell of this.#exportListeners) tell({ written: Math.floor(total / 2), total });
    await this.pace();
    if (this.#stopped) throw new Error("It was stopped.");
    return { file: `~/contacts.${request.format}`, written: total };
  }

  stopExport(): Promise<void> {
    this.#stopped = true;
    return Promise.resolve();
  }

  exportChanges(request: ChangesExport): Promise<WrittenChanges | null> {
    this.exports.push(request);
    const contacts = new Set(this.store.changes.map((change) => change.key.value));
    const report = {
      Written: contacts.size,
      Created: 0,
      WithoutKey: 0,
      Deleted: 0,
      Upto: 498,
      Incomplete: false,
    };
    return Promise.resolve({ file: `~/changes.${request.format}`, report });
  }

  handOverChanges(upto: number): Promise<string | null> {
    this.standing.handOver();
    this.handed = { Change: upto, At: new Date().toISOString() };
    return Promise.resolve(this.store.nextChange());
  }

  handedOver(): Promise<Handed | null> {
    return Promise.resolve(this.handed);
  }

  onProgress(listener: (progress: ImportProgress) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return Promise.resolve(() => this.#listeners.delete(listener));
  }

  onExportProgress(listener: (progress: ExportProgress) => void): Promise<() => void> {
    this.#exportListeners.add(listener);
    return Promise.resolve(() => this.#exportListeners.delete(listener));
  }

  #count({ selection }: ExportRequest): number {
    if (selection === "all") return this.store.records.size;
    return "keys" in selection
      ? selection.keys.length
      : this.list.keys({ ...selection.view, offset: 0, limit: 1e6 }).length;
  }

  /** Takes rows batch by batch, and tells how far it is. */
  async #go(planned: readonly Planned[], take: (batch: Planned[]) => void): Promise<void> {
    this.#stopped = false;
    for (let at = 0; at < planned.length && !this.#stopped; at += BATCH) {
      take(planned.slice(at, at + BATCH));
      const rows = Math.min(at + BATCH, planned.length);
      const progress = { rows, bytes: rows * 80, totalBytes: planned.length * 80 };
      for (const tell of this.#listeners) tell({ ...progress, created: 0, updated: rows, rejected: 0 });
      await this.pace();
    }
  }

  #plan(choices: ImportChoices): Planned[] {
    if (choices.mapping?.Columns.length === 0) throw new Error("No column goes to a field.");
    const rows = (this.file?.rows ?? []).map((cells, at) => ({ number: at + 1, cells }));
    return this.#planned(rows, choices);
  }

  #planned(
    rows: readonly { number: number; cells: string[] }[],
    { mapping, by, mode, leaveOut, reconcile }: ImportChoices,
  ): Planned[] {
    const header = this.file?.header ?? [];
    return rows.map(({ number, cells }) => {
      const fields = fieldsOf(header, cells, mapping ?? suggest(header, this.manager.schema));
      const key: RecordKey = { by, value: String(fields[by] ?? "") };
      const before = mode === "create" ? null : (this.store.find(key) ?? null);
      const { errors } = checkFields(this.manager.schema, fields, before ?? {});
      const Fields = Object.entries(fields)
        .map(([Field, New]) => ({ Field, Old: before?.[Field] ?? null, New }))
        .filter((field) => !sameValue(field.Old, field.New));
      const taken = before === null ? "create" : Fields.length === 0 ? "unchanged" : "update";
      const Verdict = leaveOut.includes(number) ? "leftout" : errors.length > 0 ? "refused" : taken;
      const told = Verdict === "create" || Verdict === "update";
      const conflict = reconcile === null ? undefined : this.conflicts.get(number);
      const chosen = reconcile?.Chosen.find((each) => each.Row === number && each.Field === conflict?.Field);
      const Side = chosen?.Side ?? reconcile?.Prefer ?? "mine";
      const row: PreviewRow = {
        ...{ Row: number, Verdict, Key: Verdict === "refused" || Verdict === "leftout" ? null : key },
        ...{ Fields: told ? Fields : [], Issues: Verdict === "refused" ? errors : [] },
        ...{ Contested: conflict === undefined ? [] : [{ ...conflict, Side }], Kept: [] },
        ...{ Repeats: null, Content: Verdict === "refused" ? cells : null },
      };
      return { row, before, fields };
    });
  }

  #report(planned: readonly Planned[], { mapping }: ImportChoices): ImportReport {
    const count = (verdict: RowVerdict): number =>
      planned.filter(({ row }) => row.Verdict === verdict).length;
    const Issues = planned.flatMap(({ row }) => row.Issues.map((issue) => ({ ...issue, Row: row.Row })));
    const taken = new Set(mapping?.Columns.map((column) => column.Column));
    return {
      ...{ Read: planned.length, Created: count("create"), Updated: count("update") },
      ...{ Unchanged: count("unchanged"), Rejected: count("refused"), LeftOut: count("leftout") },
      ...{ Contested: planned.filter(({ row }) => row.Contested.length > 0).length, KeptOwn: 0 },
      ...{ Repeated: 0, Issues, IssueCount: Issues.length, Unfinished: false },
      Unmapped: (this.file?.header ?? []).filter((column) => !taken.has(column)),
    };
  }
}
