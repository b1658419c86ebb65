import { type MessageKey, t } from "../../lib/i18n";
import type { FileFormat, RowVerdict } from "../../lib/ipc/types";
import type { Work } from "./import.svelte";

type Named<V extends string> = { value: V; label: MessageKey };

/** The formats of files of contacts. */
export const FORMATS: readonly Named<FileFormat>[] = [
  { value: "csv", label: "file.format.csv" },
  { value: "tsv", label: "file.format.tsv" },
  { value: "xlsx", label: "file.format.xlsx" },
  { value: "vcard", label: "file.format.vcard" },
  { value: "json", label: "file.format.json" },
  { value: "jsonl", label: "file.format.jsonl" },
];

/** What parts the cells of a table of text. */
export const DELIMITERS: readonly Named<string>[] = [
  { value: ",", label: "file.delimiter.comma" },
  { value: ";", label: "file.delimiter.semicolon" },
  { value: "\t", label: "file.delimiter.tab" },
  { value: "|", label: "file.delimiter.pipe" },
];

/** What stands between columns that are put together. */
export const BETWEEN: readonly Named<string>[] = [
  { value: " ", label: "join.space" },
  { value: ", ", label: "file.delimiter.comma" },
  { value: "\n", label: "join.line" },
  { value: "", label: "join.nothing" },
];

/** The encodings that tables of text come in, by their names in the WHATWG Encoding Standard. */
export const ENCODINGS = [
  ...["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "windows-1250", "windows-1251", "ISO-8859-2"],
  ...["ISO-8859-15", "macintosh", "Shift_JIS", "EUC-JP", "GBK", "Big5", "EUC-KR"],
].map((name) => ({ value: name, label: name }));

/** The choices, with what was found where it is none of them. */
export function withFound(
  options: readonly { value: string; label: string }[],
  found: string | undefined,
): { value: string; label: string }[] {
  const isThere = found === undefined || options.some((option) => option.value === found);
  return isThere ? [...options] : [{ value: found, label: found }, ...options];
}

/** What a row comes to, in a word. */
export const VERDICTS: Readonly<Record<RowVerdict, MessageKey>> = {
  create: "verdict.create",
  update: "verdict.update",
  unchanged: "verdict.unchanged",
  refused: "verdict.refused",
  leftout: "verdict.leftout",
};

/** What the host is busy with, in words; of a file where it has a place for its name. */
export const WORKS: Readonly<Record<Work, MessageKey>> = {
  reading: "transfer.reading",
  preview: "transfer.previewing",
  import: "transfer.importing",
  rollBack: "transfer.rollingBack",
};

/** What came of the rows, in a word. */
export const OUTCOMES: Readonly<Record<RowVerdict, MessageKey>> = {
  ...VERDICTS,
  create: "report.created",
  update: "report.updated",
};

/** How long work still takes, in words. */
export function leftIn(seconds: number): string {
  if (seconds < 90) return t("transfer.left", { count: seconds });
  return t("transfer.leftMinutes", { count: Math.round(seconds / 60) });
}
