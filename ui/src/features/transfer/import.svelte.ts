import { SvelteMap, SvelteSet } from "svelte/reactivity";
import { t } from "../../lib/i18n";
import { issueTextIn } from "../../lib/i18n/host";
import { toFailure } from "../../lib/ipc/failure";
import type {
  Failure,
  ImportMode,
  ImportProgress,
  ImportReport,
  InspectedFile,
  JsonValue,
  KeyField,
  Mapping,
  PreviewPage,
  Reading,
  RefusedPage,
  RowVerdict,
  Side,
  UnfinishedImport,
  ImportChoices,
} from "../../lib/ipc/types";
import { askedOf, driftOf, fitted, withSetting } from "./mapping";
import { guessDates } from "./dates";
import type { TransferHost } from "./host";

/** What the host is busy with. */
export type Work = "reading" | "preview" | "import" | "rollBack";

/** Which rows of the preview are shown: those of a verdict, those with fields that both sides changed, or all. */
export type Shown = RowVerdict | "contested" | null;

/** How many rows of the preview are shown at a time. */
export const PAGE = 50;
/** How many refused rows are shown at a time. */
export const REFUSED = 20;
/** A file of so few rows is looked through again at once where a row is left out; a larger one when asked. */
const FEW = 2_000;

/** One file on its way into the book: how it is read, where its columns go, what comes of it. */
export class ImportModel {
  file: InspectedFile | null = $state.raw(null);
  mapping: Mapping | null = $state.raw(null);
  mode: ImportMode = $state("upsert");
  by: KeyField = $state("ExternalId");
  keepProperties = $state(false);
  readonly leaveOut = new SvelteSet<number>();
  /** Whether the file is the CRM's newer state, on changes of one's own. */
  reconciles = $state(false);
  /** The side that is taken of a field that both changed, where none was chosen. */
  prefer: Side = $state("mine");
  /** The sides that were chosen, by row and field. */
  readonly sides = new SvelteMap<string, { row: number; field: string | null; side: Side }>();
  /** The name of the kept mapping in use. */
  savedAs: string | null = $state(null);
  /** How the file differs from the one the kept mapping was made for. */
  drift: ReturnType<typeof driftOf> = $state.raw(null);
  preview: ImportReport | null = $state.raw(null);
  /** Whether rows were left out or taken again since the preview. */
  stale = $state(false);
  verdict: Shown = $state(null);
  offset = $state(0);
  page: PreviewPage | null = $state.raw(null);
  progress: ImportProgress | null = $state.raw(null);
  startedAt = $state(0);
  work: Work | null = $state(null);
  stopping = $state(false);
  report: ImportReport | null = $state.raw(null);
  undone = $state(false);
  unfinished: UnfinishedImport | null = $state.raw(null);
  failure: Failure | null = $state.raw(null);
  /** Where the rejects were written. */
  rejectsAt: string | null = $state(null);
  /** The rows that the last import refused, to be mended. */
  refused: RefusedPage | null = $state.raw(null);

  constructor(readonly host: TransferHost) {}

  get busy(): boolean {
    return this.work !== null;
  }

  /** Whether what is shown of the preview is what the import would do. */
  get ready(): boolean {
    return this.preview !== null && !this.stale;
  }

  /** How many contacts an import would create or change. */
  get changing(): number {
    return (this.preview?.Created ?? 0) + (this.preview?.Updated ?? 0);
  }

  get isTable(): boolean {
    return (this.file?.header.length ?? 0) > 0;
  }

  get choices(): ImportChoices {
    return {
      reading: this.file?.reading ?? { Neutralised: false, UidIsNone: false },
      mode: this.mode,
      by: this.by,
      mapping: this.mapping,
      keepProperties: this.keepProperties,
      leaveOut: [...this.leaveOut].sort((a, b) => a - b),
      reconcile: this.reconcile,
    };
  }

  /** What is said of fields that both sides changed; null where the file is taken as it is. */
  get reconcile(): ImportChoices["reconcile"] {
    if (!this.reconciles || this.mode === "create") return null;
    const Chosen = [...this.sides.values()].map(({ row, field, side }) => ({
      ...{ Row: row, Field: field, Side: side },
    }));
    return { Prefer: this.prefer, Chosen };
  }

  /** Listens to how far it is; the answer stops it. */
  listen(): () => void {
    const stopping = this.host.transfer.onProgress((progress) => {
      if (this.busy) this.progress = progress;
    });
    return () => void stopping.then((stop) => stop());
  }

  /** Asks for an import that was ended early; where there is none, and no file, for a file. */
  async begin(): Promise<void> {
    if (this.file !== null || this.report !== null || this.busy) return;
    await this.#do("reading", async () => (this.unfinished = await this.host.transfer.unfinishedImport()));
    if (this.unfinished === null && this.failure === null) await this.pick();
  }

  /** Lets the person pick a file. */
  async pick(): Promise<void> {
    await this.#do("reading", async () => {
      const file = await this.host.transfer.pickImport();
      if (file !== null) this.take(file);
    });
  }

  /** Begins with a file that was picked. */
  take(file: InspectedFile): void {
    this.report = this.failure = null;
    this.rejectsAt = this.refused = null;
    this.keepProperties = this.reconciles = false;
    this.prefer = "mine";
    this.unfinished = file.unfinished;
    this.#inspected(file);
  }

  /** Reads the file in another way. */
  async read(change: { [K in keyof Reading]?: Reading[K] | undefined }): Promise<void> {
    const file = this.file;
    if (file === null) return;
    const given = { ...file.reading, ...change };
    // What is not said is found out anew.
    const reading = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    await this.#do("reading", async () => {
      this.#inspected(await this.host.transfer.inspectImport(reading as Reading));
    });
  }

  /** Takes other settings; what was previewed is no longer what would happen. */
  set(change: Partial<Pick<ImportModel, "mode" | "by" | "keepProperties" | "mapping" | "reconciles">>): void {
    Object.assign(this, change);
    this.#changed();
  }

  /** Changes where the columns go, and reads a date as its cells tell, where it was not said. */
  map(mapping: Mapping): void {
    this.set({ mapping: this.#dated(mapping) });
  }

  /** Uses a mapping that the book keeps. */
  async useSaved(name: string | null): Promise<void> {
    const file = this.file;
    if (file === null) return;
    await this.#do("reading", async () => {
      const saved = name === null ? null : await this.host.transfer.savedMapping(name);
      const header = file.header;
      this.savedAs = saved === null ? null : name;
      this.drift = saved === null ? null : driftOf(saved, header);
      this.map(saved === null ? (file.mapping ?? emptyFor(header)) : fitted(saved, header));
    });
  }

  /** Keeps the mapping in the book under a name; forgets it where `keep` is not set. */
  async save(name: string, keep = true): Promise<void> {
    const { file, mapping } = this;
    if (file === null || mapping === null) return;
    await this.#do("reading", async () => {
      await this.host.transfer.saveMapping(name, keep ? { ...mapping, Header: file.header } : null);
      const others = file.savedMappings.filter((each) => each !== name);
      this.file = { ...file, savedMappings: keep ? [...others, name].sort() : others };
      this.savedAs = keep ? name : null;
      this.drift = null;
    });
  }

  /** Asks what the import would come to. */
  async look(): Promise<void> {
    await this.#do("preview", async () => {
      this.preview = await this.host.transfer.previewImport(this.choices);
      this.stale = false;
      await this.#readPage();
      // Of a verdict that no row has any more nothing can be shown.
      if (this.page?.Matches === 0 && this.verdict !== null) await this.show(null);
    });
  }

  /** Shows the rows of a verdict, of all for null. */
  async show(verdict: Shown, offset = 0): Promise<void> {
    this.verdict = verdict;
    this.offset = offset;
    try {
      await this.#readPage();
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  /** Leaves a row out, or takes it again. */
  async leave(row: number, out: boolean): Promise<void> {
    if (out) this.leaveOut.add(row);
    else this.leaveOut.delete(row);
    await this.#lookAgain();
  }

  /** Chooses whose value a field that both sides changed is to have. */
  async choose(row: number, field: string | null, side: Side): Promise<void> {
    this.sides.set(JSON.stringify([row, field]), { row, field, side });
    await this.#lookAgain();
  }

  /** Chooses one side for every field that both changed. */
  async chooseAll(side: Side): Promise<void> {
    this.prefer = side;
    this.sides.clear();
    await this.#lookAgain();
  }

  /** Tries refused rows again, as they were mended; gives how many were taken. */
  async retry(rows: { row: number; content: JsonValue }[]): Promise<number> {
    let taken = 0;
    await this.#do("import", async () => {
      const done = await this.host.transfer.retryRows(
        rows.map(({ row, content }) => ({ Row: row, Content: content })),
      );
      taken = done.Created + done.Updated + done.Unchanged;
      await this.#readRefused();
      const before = this.report;
      if (before !== null) {
        const { Created, Updated, Unchanged } = before;
        this.report = {
          ...before,
          ...{ Created: Created + done.Created, Updated: Updated + done.Updated },
          ...{ Unchanged: Unchanged + done.Unchanged, Rejected: this.refused?.Matches ?? 0 },
        };
      }
      if (done.ChangeId !== undefined) this.host.onmade(t("repair.taken", { count: taken }), done.ChangeId);
    });
    return taken;
  }

  /** Shows other refused rows. */
  async showRefused(offset: number): Promise<void> {
    await this.#do("reading", () => this.#readRefused(offset));
  }

  async run(): Promise<void> {
    await this.#do("import", async () => {
      await this.#ended(await this.host.transfer.runImport(this.choices));
    });
    // What was done before it failed is unfinished.
    if (this.failure !== null) await this.#askUnfinished();
  }

  async resume(): Promise<void> {
    await this.#do("import", async () => {
      await this.#ended(await this.host.transfer.resumeImport());
    });
    if (this.failure !== null) await this.#askUnfinished();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.host.transfer.stopImport().catch((reason: unknown) => (this.failure = toFailure(reason)));
  }

  async rollBack(): Promise<void> {
    await this.#do("rollBack", async () => {
      const { answer, changeId } = await this.host.transfer.rollImportBack();
      if (!answer.Success)
        throw new Error(answer.Errors?.map((issue) => issueTextIn(issue, this.host.schema)).join(" "));
      const told = (answer.Warnings ?? []).map((issue) => issueTextIn(issue, this.host.schema));
      this.host.onmade([t("transfer.rolledBack"), ...told].join(". "), changeId);
      this.#settled();
    });
  }

  async keep(): Promise<void> {
    await this.#do("rollBack", async () => {
      await this.host.transfer.keepImport();
      this.host.onmade(t("transfer.kept"), null);
      this.#settled();
    });
  }

  async undo(): Promise<void> {
    const changeId = this.report?.ChangeId;
    if (changeId === undefined) return;
    await this.#do("rollBack", async () => (this.undone = await this.host.onundo(changeId)));
  }

  async saveRejects(): Promise<void> {
    await this.#do("reading", async () => {
      this.rejectsAt = (await this.host.transfer.saveRejects())?.file ?? this.rejectsAt;
    });
  }

  /** Puts the file, or the report, away. */
  close(): void {
    this.file = this.report = this.failure = this.mapping = this.refused = null;
    this.#changed();
  }

  #inspected(file: InspectedFile): void {
    this.file = file;
    this.savedAs = this.drift = null;
    this.leaveOut.clear();
    this.sides.clear();
    this.map(file.mapping ?? emptyFor(file.header));
    if (file.header.length === 0) this.mapping = null;
  }

  #dated(mapping: Mapping): Mapping {
    return mapping.Columns.reduce((all, column) => {
      if (column.DateFormat !== undefined || askedOf(this.host.schema, column) !== "date") return all;
      const { format } = guessDates(this.cellsOf(column.Column));
      return format === null ? all : withSetting(all, column.Column, "DateFormat", format);
    }, mapping);
  }

  /** The cells of a column in the first rows. */
  cellsOf(column: string): string[] {
    const at = this.file?.header.indexOf(column) ?? -1;
    return (this.file?.sample ?? []).map((row) => row[at] ?? "");
  }

  #changed(): void {
    this.preview = this.page = null;
    this.stale = false;
    this.verdict = null;
    this.offset = 0;
  }

  /** Of few rows the preview is made again at once. */
  async #lookAgain(): Promise<void> {
    this.stale = true;
    if ((this.preview?.Read ?? 0) <= FEW) await this.look();
  }

  async #readRefused(offset = 0): Promise<void> {
    this.refused = await this.host.transfer.refusedRows(offset, REFUSED);
  }

  #settled(): void {
    this.unfinished = null;
    if (this.report?.Unfinished === true) this.report = null;
  }

  async #ended(report: ImportReport): Promise<void> {
    this.report = report;
    this.undone = false;
    this.unfinished = null;
    this.rejectsAt = this.refused = null;
    this.#changed();
    if (report.Unfinished) return void this.#askUnfinished();
    if (report.Rejected > 0) await this.#readRefused();
    this.host.onmade(t("transfer.done", { count: report.Created + report.Updated }), report.ChangeId ?? null);
  }

  async #askUnfinished(): Promise<void> {
    this.unfinished = await this.host.transfer.unfinishedImport().catch(() => null);
  }

  async #readPage(): Promise<void> {
    const contested = this.verdict === "contested";
    const verdict = this.verdict === "contested" ? null : this.verdict;
    this.page = await this.host.transfer.previewRows(verdict, this.offset, PAGE, contested);
  }

  async #do(work: Work, run: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.failure = this.progress = null;
    this.stopping = false;
    this.work = work;
    this.startedAt = performance.now();
    try {
      await run();
    } catch (reason) {
      // What the person ended is no failure.
      if (!(this.stopping && work === "preview")) this.failure = toFailure(reason);
    } finally {
      this.work = null;
    }
  }
}

function emptyFor(header: readonly string[]): Mapping {
  return { Columns: [], Blank: "Leave", Header: [...header] };
}
