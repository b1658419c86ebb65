import { enDuplicates } from "./en-duplicates";
import { addMessages } from "./index";

/** The English of duplicates comes with its code, not with the desk's. */
addMessages({ en: enDuplicates });
