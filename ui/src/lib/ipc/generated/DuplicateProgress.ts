export type DuplicateProgress = { step: "read" | "compare", done: number, total: number, };
