import type { ActionId, ZoomId } from "./catalogue";

/** The sizes everything can be shown at, as multiples of the system's own. */
export const ZOOMS: readonly number[] = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/** Whether an action is one of zooming. */
export function isZoom(action: ActionId | null): action is ZoomId {
  return action === "zoomIn" || action === "zoomOut" || action === "zoomReset";
}

/** The size after an action; at either end it stays. */
export function zoomed(zoom: number, action: ZoomId): number {
  if (action === "zoomReset") return 1;
  const next =
    action === "zoomIn" ? ZOOMS.find((size) => size > zoom) : ZOOMS.findLast((size) => size < zoom);
  return next ?? zoom;
}
