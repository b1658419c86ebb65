import { enTransfer } from "./en-transfer";
import { addMessages } from "./index";

/** The English of import and export comes with its code, not with the desk's. */
addMessages({ en: enTransfer });
