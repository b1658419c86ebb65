import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveCheck } from "./livecheck";

/** A book that answers when the test says so. */
function slowBook(): { ask: (q: string) => Promise<string>; answer: (q: string) => void; asked: string[] } {
  const waiting = new Map<string, (answer: string) => void>();
  const asked: string[] = [];
  const ask = (q: string): Promise<string> => {
    asked.push(q);
    return new Promise((resolve) => waiting.set(q, resolve));
  };
  return { ask, asked, answer: (q) => waiting.get(q)?.(`answer to ${q}`) };
}

describe("the live check", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("asks once after a pause, about what was typed last", () => {
    const book = slowBook();
    const check = new LiveCheck(book.ask, () => undefined, 80);
    check.schedule("a");
    vi.advanceTimersByTime(79);
    check.schedule("ab");
    vi.advanceTimersByTime(79);
    expect(book.asked).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(book.asked).toEqual(["ab"]);
  });

  it("drops an answer that a newer question has overtaken", async () => {
    const book = slowBook();
    const got: string[] = [];
    const check = new LiveCheck(book.ask, (answer: string) => got.push(answer), 80);
    check.schedule("old");
    await vi.advanceTimersByTimeAsync(80);
    check.schedule("new");
    await vi.advanceTimersByTimeAsync(80);
    book.answer("new");
    book.answer("old");
    await vi.runAllTimersAsync();
    expect(got).toEqual(["answer to new"]);
  });

  it("drops an answer that comes after it was cancelled", async () => {
    const book = slowBook();
    const got: string[] = [];
    const check = new LiveCheck(book.ask, (answer: string) => got.push(answer), 80);
    check.schedule("q");
    await vi.advanceTimersByTimeAsync(80);
    check.cancel();
    book.answer("q");
    await vi.runAllTimersAsync();
    expect(got).toEqual([]);
  });

  it("shows nothing when a check fails, and asks again the next time", async () => {
    const got: string[] = [];
    const ask = vi.fn().mockRejectedValueOnce(new Error("busy")).mockResolvedValueOnce("fine");
    const check = new LiveCheck<string, string>(ask, (answer) => got.push(answer), 80);
    check.schedule("a");
    await vi.advanceTimersByTimeAsync(80);
    check.schedule("b");
    await vi.advanceTimersByTimeAsync(80);
    expect(got).toEqual(["fine"]);
  });
});
