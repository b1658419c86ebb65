import type { Answer } from "./Answer";

export type Reply = { answer: Answer, httpStatus: number, changeId: string | null, };
