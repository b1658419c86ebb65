import type {
  ChangesExport,
  ExportProgress,
  ExportRequest,
  Handed,
  ImportChoices,
  ImportProgress,
  ImportReport,
  InspectedFile,
  Mapping,
  MendedRow,
  PreviewPage,
  Reading,
  RefusedPage,
  Reply,
  RowVerdict,
  UnfinishedImport,
  WrittenChanges,
  WrittenFile,
} from "./types";

/**
 * The part of the seam about files of contacts. The host keeps the picked file; the page never names a path. Asked in
 * this order: pick, inspect as often as wanted, preview and its rows, run with the same choices.
 */
export interface Transfer {
  /** Lets the person pick a file and looks at it; null when they thought better of it. Makes a book where there is none. */
  pickImport(): Promise<InspectedFile | null>;
  /** Looks at the picked file again, read in another way. */
  inspectImport(reading: Reading): Promise<InspectedFile>;
  /** What taking it in would come to. */
  previewImport(choices: ImportChoices): Promise<ImportReport>;
  /** Rows of the last preview, of one verdict or all; those with contested fields alone where that is asked for. */
  previewRows(
    verdict: RowVerdict | null,
    offset: number,
    limit: number,
    contested?: boolean,
  ): Promise<PreviewPage>;
  /** Takes it in; the counts are those of a preview with the same choices. */
  runImport(choices: ImportChoices): Promise<ImportReport>;
  /** Has a preview or an import end after the batch it is at. */
  stopImport(): Promise<void>;
  /** The import that was ended early; null where there is none. */
  unfinishedImport(): Promise<UnfinishedImport | null>;
  resumeImport(): Promise<ImportReport>;
  rollImportBack(): Promise<Reply>;
  keepImport(): Promise<UnfinishedImport>;
  /** Rows that the last import refused and that were not taken since. */
  refusedRows(offset: number, limit: number): Promise<RefusedPage>;
  /** Tries refused rows again, as they were mended; what is taken is a change of its own. */
  retryRows(rows: MendedRow[]): Promise<ImportReport>;
  /** Lets the person name a file and writes there what the last import refused. */
  saveRejects(): Promise<WrittenFile | null>;
  /** Keeps a mapping under a name; null forgets it. */
  saveMapping(name: string, mapping: Mapping | null): Promise<void>;
  savedMapping(name: string): Promise<Mapping | null>;
  /** Lets the person name a file and writes contacts there; null when they thought better of it. */
  exportContacts(request: ExportRequest): Promise<WrittenFile | null>;
  /** Has the export that runs end; it leaves no file. */
  stopExport(): Promise<void>;
  exportChanges(request: ChangesExport): Promise<WrittenChanges | null>;
  /** Notes that what changed up to a change was handed over to the CRM; the number of that, to take it back. */
  handOverChanges(upto: number): Promise<string | null>;
  handedOver(): Promise<Handed | null>;
  /** Calls back while a preview or an import runs; the answer stops it. */
  onProgress(listener: (progress: ImportProgress) => void): Promise<() => void>;
  /** Calls back while an export runs; the answer stops it. */
  onExportProgress(listener: (progress: ExportProgress) => void): Promise<() => void>;
}
