import { enDuplicates } from "./en-duplicates";
import { addMessages } from "./index";

/** A language's messages of duplicates: all of them, or it does not compile. */
export type DuplicatesCatalogue = Readonly<Record<keyof typeof enDuplicates, string>>;

/** The messages of duplicates in every language. They come with its code, not with the desk's. */
export const duplicatesCatalogues: Readonly<{ en: DuplicatesCatalogue }> = { en: enDuplicates };

addMessages(duplicatesCatalogues);
