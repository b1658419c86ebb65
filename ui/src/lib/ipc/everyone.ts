import type { ListQuery } from "./types";

/** Asks for every contact there is. */
export const EVERYONE: ListQuery = { search: "", filters: [], sort: [], fields: [], offset: 0, limit: 0 };
