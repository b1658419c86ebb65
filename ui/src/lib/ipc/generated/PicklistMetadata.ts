export type PicklistMetadata = { Name: string, AllowNonConfiguredPicklistEntries: boolean, PicklistEntries: Array<{ Value: string, DisplayText: string, Sequence: number, IsDeprecated: boolean, }>, };
