export type RecordKey = { "by": "ExternalId", "value": string } | { "by": "Id", "value": string };
