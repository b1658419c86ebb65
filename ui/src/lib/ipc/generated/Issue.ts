export type Issue = { Message: string, Code: string, Field?: string, };
