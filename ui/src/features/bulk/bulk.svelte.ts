import { fieldsByName } from "../../lib/form/display";
import { t } from "../../lib/i18n";
import { issueTextIn } from "../../lib/i18n/host";
import { toFailure } from "../../lib/ipc/failure";
import type {
  Assignment,
  BulkEditPage,
  BulkEditProgress,
  BulkEditReport,
  BulkEditVerdict,
  Failure,
  FieldMetadata,
  Selection,
} from "../../lib/ipc/types";
import type { BulkHost } from "./host";
import { assignmentOf, emptySetting, type Setting, settable, settingOf } from "./setting";

/** Which contacts fields are set in. */
export type Which = "selection" | "view";
/** What the host is busy with. */
export type Work = "preview" | "edit" | "undo" | "save";

/** How many contacts are shown at a time. */
export const PAGE = 50;

/** Fields that are set in many contacts: which, in which contacts, what comes of it, what came of it. */
export class BulkModel {
  which: Which = $state("selection");
  settings: readonly Setting[] = $state.raw([emptySetting(0)]);
  /** What the last preview says; null once anything else is asked for. */
  preview: BulkEditReport | null = $state.raw(null);
  report: BulkEditReport | null = $state.raw(null);
  verdict: BulkEditVerdict | null = $state(null);
  offset = $state(0);
  page: BulkEditPage | null = $state.raw(null);
  progress: BulkEditProgress | null = $state.raw(null);
  startedAt = $state(0);
  work: Work | null = $state(null);
  cancelling = $state(false);
  undone = $state(false);
  failure: Failure | null = $state.raw(null);
  /** Where the report was written. */
  savedAt: string | null = $state(null);

  #made = 0;

  constructor(readonly host: BulkHost) {}

  readonly fields: ReadonlyMap<string, FieldMetadata> = $derived.by(() =>
    fieldsByName(settable(this.host.schema)),
  );

  get busy(): boolean {
    return this.work !== null;
  }

  /** What the settings say; null while one of them does not say enough. */
  get assignments(): Assignment[] | null {
    const all = this.settings.map((setting) =>
      this.fields.has(setting.field) ? assignmentOf(setting) : null,
    );
    const said = all.filter((each) => each !== null);
    return said.length === all.length && said.length > 0 ? said : null;
  }

  get selection(): Selection {
    const { question } = this.host;
    return this.which === "view"
      ? { view: { ...question, offset: 0, limit: 0 } }
      : { keys: this.host.keys() };
  }

  /** Listens to how far it is; the answer stops it. */
  listen(): () => void {
    const stopping = this.host.backend.bulk.onProgress((progress) => {
      if (this.busy) this.progress = progress;
    });
    return () => void stopping.then((stop) => stop());
  }

  /** Begins with the selected contacts, where some are. What was said of fields stays; what was previewed does not. */
  begin(): void {
    // A report that came while nobody looked is still to be seen.
    if (this.busy || this.report !== null) return;
    this.which = this.host.selected > 0 ? "selection" : "view";
    this.failure = null;
    this.#changed();
  }

  /** The page is left: a report was seen. */
  leave(): void {
    if (!this.busy && this.report !== null) this.again();
  }

  choose(which: Which): void {
    this.which = which;
    this.#changed();
  }

  /** Sets another field in place of the one of a setting. */
  chooseField(id: number, field: FieldMetadata): void {
    this.#put(id, () => settingOf(id, field));
  }

  change(id: number, change: Partial<Setting>): void {
    this.#put(id, (setting) => ({ ...setting, ...change }));
  }

  /** Another field is to be set; the id of what is to be said of it. */
  add(): number {
    this.#made += 1;
    this.settings = [...this.settings, emptySetting(this.#made)];
    this.#changed();
    return this.#made;
  }

  remove(id: number): void {
    this.settings = this.settings.filter((setting) => setting.id !== id);
    if (this.settings.length === 0) this.add();
    this.#changed();
  }

  /** The fields that a setting can be of: those that no other is of. */
  freeFor(id: number): FieldMetadata[] {
    const taken = this.settings.filter((other) => other.id !== id).map((other) => other.field);
    return [...this.fields.values()].filter((field) => !taken.includes(field.FieldName));
  }

  /** Asks what it would come to. */
  async look(): Promise<void> {
    const { assignments, selection } = this;
    if (assignments === null) return;
    await this.#do("preview", async () => {
      this.preview = null;
      const preview = await this.host.backend.bulk.preview({ selection, assignments });
      await this.#readPage(null, 0);
      this.preview = preview;
    });
  }

  /** Sets what was previewed. */
  async run(): Promise<void> {
    await this.#do("edit", async () => {
      const report = await this.host.backend.bulk.run();
      this.#changed();
      this.undone = false;
      this.report = report;
      const told = (report.Warnings ?? []).map((issue) => issueTextIn(issue, this.host.schema));
      const done = report.Cancelled ? t("bulk.cancelled") : t("bulk.done", { count: report.Changed });
      this.host.onmade([done, ...told].join(". "), report.ChangeId ?? null);
      await this.#readPage(report.Refused > 0 && !report.Cancelled ? "refused" : null, 0);
    });
    // What was previewed may not be so any more.
    if (this.failure !== null) this.#changed();
  }

  /** Ends the preview or the edit that runs. */
  async cancel(): Promise<void> {
    this.cancelling = true;
    await this.host.backend.bulk.stop().catch((reason: unknown) => (this.failure = toFailure(reason)));
  }

  /** Shows the contacts of a verdict, all for null. */
  async show(verdict: BulkEditVerdict | null, offset = 0): Promise<void> {
    try {
      await this.#readPage(verdict, offset);
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  async undo(): Promise<void> {
    const changeId = this.report?.ChangeId;
    if (changeId === undefined) return;
    await this.#do("undo", async () => (this.undone = await this.host.onundo(changeId)));
  }

  async save(): Promise<void> {
    await this.#do("save", async () => {
      this.savedAt = (await this.host.backend.bulk.save())?.file ?? this.savedAt;
    });
  }

  /** Puts the report away, to set other fields. */
  again(): void {
    this.report = this.savedAt = null;
    this.settings = [emptySetting((this.#made += 1))];
    this.begin();
  }

  #put(id: number, next: (setting: Setting) => Setting): void {
    this.settings = this.settings.map((setting) => (setting.id === id ? next(setting) : setting));
    this.#changed();
  }

  #changed(): void {
    this.preview = this.page = null;
    this.verdict = null;
    this.offset = 0;
  }

  async #readPage(verdict: BulkEditVerdict | null, offset: number): Promise<void> {
    this.page = await this.host.backend.bulk.rows(verdict, offset, PAGE);
    this.verdict = verdict;
    this.offset = offset;
  }

  async #do(work: Work, run: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.failure = this.progress = null;
    this.cancelling = false;
    this.work = work;
    this.startedAt = performance.now();
    try {
      await run();
    } catch (reason) {
      // What the person ended is no failure.
      if (!(this.cancelling && work === "preview")) this.failure = toFailure(reason);
    } finally {
      this.work = null;
    }
  }
}
