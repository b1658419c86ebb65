import { enFields } from "./en-fields";
import { addMessages } from "./index";

/** The English of the schema manager comes with its code, not with the desk's. */
addMessages({ en: enFields });
