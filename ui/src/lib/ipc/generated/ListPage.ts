import type { ListRow } from "./ListRow";

export type ListPage = { rows: Array<ListRow>, matches: number, total: number, };
