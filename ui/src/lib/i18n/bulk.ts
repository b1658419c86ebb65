import { enBulk } from "./en-bulk";
import { addMessages } from "./index";

/** A language's messages of setting fields in many contacts: all of them, or it does not compile. */
export type BulkCatalogue = Readonly<Record<keyof typeof enBulk, string>>;

/** The messages of setting fields in many contacts in every language. They come with its code, not with the desk's. */
export const bulkCatalogues: Readonly<{ en: BulkCatalogue }> = { en: enBulk };

addMessages(bulkCatalogues);
