/** A cell of the list: the row, and the column within it. */
export type Cell = { row: number; column: number };

/** What of a key press moves the active cell. */
export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;

/** How far a list reaches: its rows, its columns, and the rows of one page. */
export type Extent = { rows: number; columns: number; page: number };

/** Where the active cell goes on a key, as in a spreadsheet; null when the key moves nothing. */
export function moveTo(press: Press, from: Cell, { rows, columns, page }: Extent): Cell | null {
  if (rows === 0 || press.altKey) return null;
  const far = press.ctrlKey || press.metaKey;
  const [lastRow, lastColumn] = [rows - 1, columns - 1];
  const target: Partial<Cell> | undefined = {
    ArrowDown: { row: far ? lastRow : from.row + 1 },
    ArrowUp: { row: far ? 0 : from.row - 1 },
    PageDown: { row: from.row + page },
    PageUp: { row: from.row - page },
    ArrowLeft: { column: far ? 0 : from.column - 1 },
    ArrowRight: { column: far ? lastColumn : from.column + 1 },
    Home: far ? { row: 0, column: 0 } : { column: 0 },
    End: far ? { row: lastRow, column: lastColumn } : { column: lastColumn },
  }[press.key];
  if (target === undefined) return null;
  return {
    row: within(target.row ?? from.row, lastRow),
    column: within(target.column ?? from.column, lastColumn),
  };
}

/** Whether a key press writes a character that a row could begin with. */
export function isTyped(press: Press): boolean {
  return [...press.key].length === 1 && !press.ctrlKey && !press.metaKey && !press.altKey;
}

/** What was typed so far to go to a row: characters that follow each other soon belong together. */
export class TypedAhead {
  text = "";
  #last = -Infinity;

  /** Whether characters typed now would go on with what was typed before. */
  goesOn(now: number): boolean {
    return this.text !== "" && now - this.#last < TypedAhead.#PAUSE_MS;
  }

  /** Takes a character typed at a time in milliseconds. */
  type(character: string, now: number): string {
    this.text = this.goesOn(now) ? this.text + character : character;
    this.#last = now;
    return this.text;
  }

  static readonly #PAUSE_MS = 1_000;
}

function within(value: number, last: number): number {
  return Math.min(Math.max(0, value), Math.max(0, last));
}
