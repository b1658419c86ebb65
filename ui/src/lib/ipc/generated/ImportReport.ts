export type ImportReport = { Read: number, Created: number, Updated: number, Unchanged: number, Rejected: number, Issues: Array<{ Row: number, Message: string, Code: string, Field?: string, }>, };
