import { chooseBackend } from "./lib/ipc/choose";

/** The host of this window. */
export const backend = await chooseBackend();

/** What the window starts from: asked first of all, so that the host answers while the rest of the page is read. */
export const asked = backend.deskState();
