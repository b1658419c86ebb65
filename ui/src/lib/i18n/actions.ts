import { enActions } from "./en-actions";
import { addMessages } from "./index";

/** A language's messages of the lists of actions and keys: all of them, or it does not compile. */
export type ActionsCatalogue = Readonly<Record<keyof typeof enActions, string>>;

/** The messages of the lists of actions and keys in every language. They come with their code, not with the desk's. */
export const actionsCatalogues: Readonly<{ en: ActionsCatalogue }> = { en: enActions };

addMessages(actionsCatalogues);
