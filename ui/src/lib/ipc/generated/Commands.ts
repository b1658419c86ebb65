import type { About } from "./About";
import type { ApartPair } from "./ApartPair";
import type { Asked } from "./Asked";
import type { Attention } from "./Attention";
import type { Backup } from "./Backup";
import type { BookSpace } from "./BookSpace";
import type { BulkEdit } from "./BulkEdit";
import type { BulkEditPage } from "./BulkEditPage";
import type { BulkEditReport } from "./BulkEditReport";
import type { BulkEditRows } from "./BulkEditRows";
import type { ChangeLayout } from "./ChangeLayout";
import type { ChangeSchema } from "./ChangeSchema";
import type { ChangeSchemaFile } from "./ChangeSchemaFile";
import type { ChangesExport } from "./ChangesExport";
import type { CheckContact } from "./CheckContact";
import type { Compaction } from "./Compaction";
import type { ContactChange } from "./ContactChange";
import type { ContactHistory } from "./ContactHistory";
import type { CopyContacts } from "./CopyContacts";
import type { CreateContact } from "./CreateContact";
import type { DeskState } from "./DeskState";
import type { Diagnosis } from "./Diagnosis";
import type { DropDraft } from "./DropDraft";
import type { Duplicates } from "./Duplicates";
import type { ExportRequest } from "./ExportRequest";
import type { ExportSchema } from "./ExportSchema";
import type { FirstOnes } from "./FirstOnes";
import type { Forgotten } from "./Forgotten";
import type { HandOver } from "./HandOver";
import type { Handed } from "./Handed";
import type { ImportChoices } from "./ImportChoices";
import type { ImportReport } from "./ImportReport";
import type { InspectImport } from "./InspectImport";
import type { InspectedFile } from "./InspectedFile";
import type { JumpTo } from "./JumpTo";
import type { KeepDraft } from "./KeepDraft";
import type { KeepFor } from "./KeepFor";
import type { KeptBackup } from "./KeptBackup";
import type { KeptDrafts } from "./KeptDrafts";
import type { ListPage } from "./ListPage";
import type { ListQuery } from "./ListQuery";
import type { ListValues } from "./ListValues";
import type { Mapping } from "./Mapping";
import type { Merge } from "./Merge";
import type { NamedBackup } from "./NamedBackup";
import type { NamedContact } from "./NamedContact";
import type { NamedMapping } from "./NamedMapping";
import type { PlaceOf } from "./PlaceOf";
import type { PreviewPage } from "./PreviewPage";
import type { PreviewRows } from "./PreviewRows";
import type { PreviewSchema } from "./PreviewSchema";
import type { PutBack } from "./PutBack";
import type { RecentRequests } from "./RecentRequests";
import type { RecordKey } from "./RecordKey";
import type { RefusedPage } from "./RefusedPage";
import type { RefusedRows } from "./RefusedRows";
import type { Reply } from "./Reply";
import type { RequestEntry } from "./RequestEntry";
import type { Restoration } from "./Restoration";
import type { Retention } from "./Retention";
import type { RetryRows } from "./RetryRows";
import type { SaveMapping } from "./SaveMapping";
import type { SchemaChange } from "./SchemaChange";
import type { SchemaFile } from "./SchemaFile";
import type { SetApart } from "./SetApart";
import type { StandingCounts } from "./StandingCounts";
import type { StartBook } from "./StartBook";
import type { UndoChange } from "./UndoChange";
import type { UnfinishedImport } from "./UnfinishedImport";
import type { UpdateContact } from "./UpdateContact";
import type { ValuesOf } from "./ValuesOf";
import type { WouldForget } from "./WouldForget";
import type { WrittenChanges } from "./WrittenChanges";
import type { WrittenFile } from "./WrittenFile";

/** Every command of the host: its one argument and what it gives. */
export type Commands = {
  about: { args: null, gives: About, },
  desk_state: { args: null, gives: DeskState, },
  start_book: { args: StartBook, gives: DeskState, },
  take_asked: { args: null, gives: Asked | null, },
  list_contacts: { args: ListQuery, gives: ListPage, },
  list_values: { args: ValuesOf, gives: ListValues, },
  list_keys: { args: ListQuery, gives: Array<RecordKey>, },
  list_place: { args: PlaceOf, gives: number | null, },
  list_jump: { args: JumpTo, gives: number | null, },
  copy_contacts: { args: CopyContacts, gives: string, },
  standing_counts: { args: null, gives: StandingCounts, },
  read_contact: { args: NamedContact, gives: Reply, },
  update_contact: { args: UpdateContact, gives: Reply, },
  check_contact: { args: CheckContact, gives: Reply, },
  create_contact: { args: CreateContact, gives: Reply, },
  check_new_contact: { args: CreateContact, gives: Reply, },
  delete_contact: { args: NamedContact, gives: Reply, },
  undo_change: { args: UndoChange, gives: Reply, },
  contact_history: { args: ContactHistory, gives: Array<ContactChange>, },
  put_back_contact: { args: PutBack, gives: Reply, },
  recent_requests: { args: RecentRequests, gives: Array<RequestEntry>, },
  list_drafts: { args: null, gives: KeptDrafts, },
  keep_draft: { args: KeepDraft, gives: null, },
  drop_draft: { args: DropDraft, gives: null, },
  repair_book: { args: null, gives: Diagnosis, },
  compact_book: { args: null, gives: Compaction, },
  book_space: { args: null, gives: BookSpace, },
  list_backups: { args: null, gives: Array<KeptBackup>, },
  create_backup: { args: null, gives: Backup, },
  verify_backup: { args: NamedBackup, gives: Backup, },
  restore_backup: { args: NamedBackup, gives: Restoration, },
  read_retention: { args: null, gives: Retention, },
  preview_retention: { args: KeepFor, gives: WouldForget, },
  set_retention: { args: KeepFor, gives: Forgotten, },
  preview_schema: { args: PreviewSchema, gives: Reply, },
  change_schema: { args: ChangeSchema, gives: Reply, },
  preview_schema_file: { args: null, gives: SchemaFile | null, },
  change_schema_file: { args: ChangeSchemaFile, gives: Reply, },
  export_schema: { args: ExportSchema, gives: string | null, },
  schema_history: { args: FirstOnes, gives: Array<SchemaChange>, },
  contacts_needing_attention: { args: FirstOnes, gives: Attention, },
  change_layout: { args: ChangeLayout, gives: Reply, },
  pick_import: { args: null, gives: InspectedFile | null, },
  inspect_import: { args: InspectImport, gives: InspectedFile, },
  preview_import: { args: ImportChoices, gives: ImportReport, },
  preview_rows: { args: PreviewRows, gives: PreviewPage, },
  run_import: { args: ImportChoices, gives: ImportReport, },
  stop_import: { args: null, gives: null, },
  unfinished_import: { args: null, gives: UnfinishedImport | null, },
  resume_import: { args: null, gives: ImportReport, },
  roll_import_back: { args: null, gives: Reply, },
  keep_import: { args: null, gives: UnfinishedImport, },
  refused_rows: { args: RefusedRows, gives: RefusedPage, },
  retry_rows: { args: RetryRows, gives: ImportReport, },
  save_rejects: { args: null, gives: WrittenFile | null, },
  save_mapping: { args: SaveMapping, gives: null, },
  saved_mapping: { args: NamedMapping, gives: Mapping | null, },
  export_contacts: { args: ExportRequest, gives: WrittenFile | null, },
  stop_export: { args: null, gives: null, },
  export_changes: { args: ChangesExport, gives: WrittenChanges | null, },
  hand_over_changes: { args: HandOver, gives: string | null, },
  handed_over: { args: null, gives: Handed | null, },
  find_duplicates: { args: FirstOnes, gives: Duplicates, },
  stop_duplicates: { args: null, gives: null, },
  set_apart: { args: SetApart, gives: Reply, },
  list_apart: { args: null, gives: Array<ApartPair>, },
  merge_contacts: { args: Merge, gives: Reply, },
  preview_bulk_edit: { args: BulkEdit, gives: BulkEditReport, },
  bulk_edit_rows: { args: BulkEditRows, gives: BulkEditPage, },
  run_bulk_edit: { args: null, gives: BulkEditReport, },
  stop_bulk_edit: { args: null, gives: null, },
  save_bulk_edit: { args: null, gives: WrittenFile | null, },
};
