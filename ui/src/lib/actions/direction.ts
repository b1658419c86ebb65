/** Whether the window reads from right to left: the first column is at the right then. */
export function isRightToLeft(): boolean {
  return document.documentElement.dir === "rtl";
}

/**
 * An arrow key as one that reads from left to right would press it: right is onwards, left is back. What moves along the
 * text asks for this, as the patterns of WAI-ARIA do; what moves in the window itself takes the key as it is.
 */
export function readingKey(key: string): string {
  if (!isRightToLeft()) return key;
  if (key === "ArrowLeft") return "ArrowRight";
  return key === "ArrowRight" ? "ArrowLeft" : key;
}

/** A way across the window in pixels to the right, as one along the text. */
export function along(pixels: number): number {
  return isRightToLeft() ? -pixels : pixels;
}
