import { enTransfer } from "./en-transfer";
import { addMessages } from "./index";

/** A language's messages of import and export: all of them, or it does not compile. */
export type TransferCatalogue = Readonly<Record<keyof typeof enTransfer, string>>;

/** The messages of import and export in every language. They come with its code, not with the desk's. */
export const transferCatalogues: Readonly<{ en: TransferCatalogue }> = { en: enTransfer };

addMessages(transferCatalogues);
