export type Certainty = "veryLikely" | "likely" | "possible";
