import { enFields } from "./en-fields";
import { addMessages } from "./index";

/** A language's messages of the schema manager: all of them, or it does not compile. */
export type FieldsCatalogue = Readonly<Record<keyof typeof enFields, string>>;

/** The messages of the schema manager in every language. They come with its code, not with the desk's. */
export const fieldsCatalogues: Readonly<{ en: FieldsCatalogue }> = { en: enFields };

addMessages(fieldsCatalogues);
