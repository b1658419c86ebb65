export type ReasonKind = "sameEmail" | "samePhone" | "commonEmail" | "commonPhone" | "sameName" | "similarName" | "sameCompany" | "similarCompany";
