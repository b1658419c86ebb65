import { SvelteSet } from "svelte/reactivity";
import { t } from "../../lib/i18n";
import { asStored, issueTextIn } from "../../lib/i18n/host";
import { toFailure } from "../../lib/ipc/failure";
import { Newest } from "../../lib/ipc/newest";
import type {
  FieldMetadata,
  JsonValue,
  PicklistMetadata,
  Reply,
  SchemaEdit,
  SchemaFileKind,
  SchemaIssue,
  SchemaReport,
} from "../../lib/ipc/types";
import { issuesOf } from "../../lib/schema/places";
import type { FieldsHost } from "./host";

/** The parts of the pane. */
export type Section = "fields" | "picklists" | "layout" | "schemaHistory" | "attention";

/** What is looked at before it is done: edits, or what a picked file says. */
export type Proposal = { of: { edits: readonly SchemaEdit[] } | { file: string }; report: SchemaReport };

/** What the pane shows, and the one way a change goes: proposed, looked at, applied. */
export class FieldsModel {
  section: Section = $state("fields");
  /** The parts that were looked at so far. */
  readonly seen = new SvelteSet<Section>(["fields"]);
  /** The chosen field's name; null of a new one, undefined of none. */
  field: string | null | undefined = $state(undefined);
  /** The chosen picklist's name; null of a new one, undefined of none. */
  picklist: string | null | undefined = $state(undefined);
  proposal: Proposal | null = $state.raw(null);
  /** What is wrong with what was proposed last. */
  issues: readonly SchemaIssue[] = $state.raw([]);
  /** What went wrong besides. */
  failure: string | null = $state(null);
  busy = $state(false);
  readonly #previews = new Newest();

  constructor(readonly host: FieldsHost) {}

  /** The chosen field; null of a new one, and where none is chosen. */
  get chosenField(): FieldMetadata | null {
    return this.host.schema.FieldMetadata.find((field) => field.FieldName === this.field) ?? null;
  }

  get chosenPicklist(): PicklistMetadata | null {
    return this.host.schema.PicklistMetadata.find((list) => list.Name === this.picklist) ?? null;
  }

  show(section: Section): void {
    this.withdraw();
    this.section = section;
    this.seen.add(section);
  }

  /** What is proposed in a part of the pane: only the part in sight proposes anything, and a file is of none. */
  proposedIn(section: Section): Proposal | null {
    const isOfEdits = this.proposal !== null && "edits" in this.proposal.of;
    return isOfEdits && this.section === section ? this.proposal : null;
  }

  chooseField(name: string | null | undefined): void {
    this.withdraw();
    this.field = name;
  }

  choosePicklist(name: string | null | undefined): void {
    this.withdraw();
    this.picklist = name;
  }

  /** Asks what edits would come to. */
  async propose(edits: readonly SchemaEdit[]): Promise<void> {
    await this.#ask(
      () => this.#previews.run(() => this.host.backend.previewSchema(edits)),
      (report) => (this.proposal = { of: { edits }, report }),
    );
  }

  /** Lets the person pick a file, and asks what it would come to. */
  async proposeFile(): Promise<void> {
    let file = "";
    await this.#ask(
      async () => {
        const picked = await this.host.backend.previewSchemaFile();
        file = picked?.name ?? "";
        return picked?.reply ?? null;
      },
      (report) => (this.proposal = { of: { file }, report }),
    );
  }

  /** Does what was looked at; with `keep` contacts that break a new rule stay as they are. */
  async apply(keep: boolean): Promise<void> {
    const proposal = this.proposal;
    if (proposal === null) return;
    const { of } = proposal;
    const { backend } = this.host;
    await this.#do(
      () => ("file" in of ? backend.changeSchemaFile(keep) : backend.changeSchema(of.edits, keep)),
      t("fields.changed"),
    );
    // Whoever went on to something else meanwhile stays there.
    if (this.issues.length > 0 || this.failure !== null || this.proposal !== proposal) return;
    if ("edits" in of) of.edits.forEach((edit) => this.#follow(edit));
    this.proposal = null;
  }

  /** Changes parts of the layout. */
  changeLayout(changes: Record<string, JsonValue>): Promise<void> {
    return this.#do(() => this.host.backend.changeLayout(asStored(changes)), t("layout.changed"));
  }

  /** Takes a change of the schema back. */
  undo(changeId: string): Promise<void> {
    return this.#do(() => this.host.backend.undoChange(changeId), t("undone"));
  }

  async export(kind: SchemaFileKind): Promise<void> {
    await this.#run(async () => {
      const file = await this.host.backend.exportSchema(kind);
      if (file !== null) this.host.onmade(t("fields.exported", { file }), null);
    });
  }

  /** Puts away what was proposed; what was typed stays. */
  withdraw(): void {
    this.#previews.forget();
    this.proposal = null;
    this.issues = [];
    this.failure = null;
  }

  /** What was made is what is chosen now, and nothing is where that was deleted. */
  #follow(edit: SchemaEdit): void {
    if ("AddField" in edit) this.field = edit.AddField.Field.FieldName;
    if ("DeleteField" in edit) this.field = undefined;
    if ("PutPicklist" in edit && this.section === "picklists") this.picklist = edit.PutPicklist.Picklist.Name;
    if ("DeletePicklist" in edit) this.picklist = undefined;
  }

  #ask(call: () => Promise<Reply | null>, then: (report: SchemaReport) => void): Promise<void> {
    return this.#run(async () => {
      const reply = await call();
      if (reply === null) return;
      if (reply.answer.Success) then(reply.answer.Data as unknown as SchemaReport);
      else this.issues = issuesOf(reply.answer);
    });
  }

  #do(call: () => Promise<Reply>, done: string): Promise<void> {
    return this.#run(async () => {
      const { answer, changeId } = await call();
      if (!answer.Success) return void (this.issues = issuesOf(answer));
      const warnings = (answer.Warnings ?? []).map((issue) => issueTextIn(issue, this.host.schema));
      this.host.onmade([done, ...warnings].join(". "), changeId);
    });
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.issues = [];
    this.failure = null;
    await work().catch((reason: unknown) => (this.failure = toFailure(reason).message));
    this.busy = false;
  }
}
