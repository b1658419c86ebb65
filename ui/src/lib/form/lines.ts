/**
 * A text area shows every line end as `\n`. An edited text gets back the ends it came with, so that a change of one word
 * is not a change of every line.
 */
export function keepLineEnds(edited: string, before: string): string {
  return before.includes("\r\n") ? edited.replaceAll(/\r?\n/g, "\r\n") : edited;
}

/** Whether a text needs more than one line; a one-line box would drop its line ends. */
export function isMultiline(text: unknown): boolean {
  return typeof text === "string" && /[\r\n]/.test(text);
}
