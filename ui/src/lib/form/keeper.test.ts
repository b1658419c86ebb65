import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Keeper } from "./keeper";

describe("the keeper", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("keeps once, a short pause after the last key", () => {
    const keep = vi.fn();
    const keeper = new Keeper(keep, 120, 800);
    for (let key = 0; key < 4; key += 1) {
      keeper.touch();
      vi.advanceTimersByTime(100);
    }
    expect(keep).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20);
    expect(keep).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(5000);
    expect(keep).toHaveBeenCalledOnce();
  });

  it("keeps now and then while the typing goes on", () => {
    const keep = vi.fn();
    const keeper = new Keeper(keep, 120, 800);
    for (let key = 0; key < 50; key += 1) {
      keeper.touch();
      vi.advanceTimersByTime(50);
    }
    expect(keep.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(keep.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it("keeps at once when it is told to, and only what waits", () => {
    const keep = vi.fn();
    const keeper = new Keeper(keep);
    keeper.flush();
    expect(keep).not.toHaveBeenCalled();
    keeper.touch();
    keeper.flush();
    expect(keep).toHaveBeenCalledOnce();
    vi.runAllTimers();
    expect(keep).toHaveBeenCalledOnce();
  });

  it("keeps nothing that was cancelled", () => {
    const keep = vi.fn();
    const keeper = new Keeper(keep);
    keeper.touch();
    keeper.cancel();
    vi.runAllTimers();
    keeper.flush();
    expect(keep).not.toHaveBeenCalled();
  });
});
