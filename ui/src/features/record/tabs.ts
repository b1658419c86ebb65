/** What can be looked at of a record. */
export type RecordTab = "record" | "request" | "history";
