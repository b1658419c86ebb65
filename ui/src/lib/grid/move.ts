/** Where the active row goes on a key, or null when the key moves nothing. */
export function moveTo(key: string, active: number, total: number, page: number): number | null {
  if (total === 0) return null;
  const steps: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: total - 1,
  };
  const target = steps[key];
  return target === undefined ? null : Math.min(Math.max(0, target), total - 1);
}
