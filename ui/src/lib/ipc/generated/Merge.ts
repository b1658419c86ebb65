export type Merge = { stays: string, staysEtag: string, goes: string, goesEtag: string, take: Array<string>, };
