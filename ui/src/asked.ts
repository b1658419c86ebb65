import { lastQuestion } from "./lib/actions/last";
import { chooseBackend } from "./lib/ipc/choose";
import { firstPageOf } from "./lib/ipc/first-page";

/** The host of this window. */
export const backend = await chooseBackend();

/** What the window starts from: asked first of all, so that the host answers while the rest of the page is read. */
export const asked = backend.deskState();

/** The first rows of what the window showed last, asked for with it; null where the host shows that by itself. */
export const askedPage = firstPageOf(backend, lastQuestion());
