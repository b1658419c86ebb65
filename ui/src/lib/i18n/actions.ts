import { enActions } from "./en-actions";
import { addMessages } from "./index";

/** The English of the lists of actions and keys comes with their code, not with the desk's. */
addMessages({ en: enActions });
