import { enBulk } from "./en-bulk";
import { addMessages } from "./index";

/** The English of setting fields in many contacts comes with its code, not with the desk's. */
addMessages({ en: enBulk });
