import type {
  BulkEdit,
  BulkEditPage,
  BulkEditProgress,
  BulkEditReport,
  BulkEditVerdict,
  WrittenFile,
} from "./types";

/**
 * The part of the seam about many contacts at once. The host keeps what was previewed: what is set is what was shown. Asked
 * in this order: preview, its rows, run, and its rows again for what became of each contact.
 */
export interface Bulk {
  /** What setting the fields would come to, changing nothing. */
  preview(edit: BulkEdit): Promise<BulkEditReport>;
  /** Contacts of the last preview, or of the edit once it was made; of one verdict or all. */
  rows(verdict: BulkEditVerdict | null, offset: number, limit: number): Promise<BulkEditPage>;
  /** Sets what was previewed last. */
  run(): Promise<BulkEditReport>;
  /** Has a preview or an edit end; nothing of it is left. */
  stop(): Promise<void>;
  /** Lets the person name a file and writes there what became of each contact; null when they thought better of it. */
  save(): Promise<WrittenFile | null>;
  /** Calls back while a preview or an edit runs; the answer stops it. */
  onProgress(listener: (progress: BulkEditProgress) => void): Promise<() => void>;
}
