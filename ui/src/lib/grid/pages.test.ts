import { describe, expect, it, vi } from "vitest";
import { PAGE_SIZE } from "../ipc/first-page";
import type { ListPage } from "../ipc/types";
import { Pages } from "./pages";

/** A list of `total` rows whose answers wait until the test lets them go. */
function listOf(
  name: string,
  total: number,
): { fetch: Fetch; asked: number[]; answer: (at: number) => void; page: Page } {
  const waiting = new Map<number, () => void>();
  const asked: number[] = [];
  const page: Page = (offset, limit) => ({
    rows: Array.from({ length: Math.min(limit, total - offset) }, (_, at) => ({
      key: { by: "Id", value: `${name}${offset + at}` },
      values: {},
      marks: {},
    })),
    matches: total,
    total,
    preparing: null,
    wrong: null,
  });
  const fetch: Fetch = (offset, limit) => {
    asked.push(offset);
    return new Promise((resolve) => waiting.set(offset, () => resolve(page(offset, limit))));
  };
  return { fetch, asked, answer: (at) => waiting.get(at)?.(), page };
}

type Page = (offset: number, limit: number) => ListPage;

type Fetch = (offset: number, limit: number) => Promise<ListPage>;

async function settled(): Promise<void> {
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
}

describe("the pages of a list", () => {
  it("are fetched when their rows come into view, each once", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const list = listOf("a", 1_000_000);
    pages.query(list.fetch);
    list.answer(0);
    await settled();
    pages.see(500_050, 500_110);
    pages.see(500_051, 500_111);
    expect(list.asked).toEqual([0, 500_000, 500_100]);
    list.answer(500_000);
    await settled();
    expect(pages.row(500_099)?.key.value).toBe("a500099");
    expect(pages.row(500_100)).toBeUndefined();
    expect(pages.matches).toBe(1_000_000);
  });

  it("are asked for two at a time: those that scrolled by meanwhile are never asked for", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const list = listOf("a", 1_000_000);
    pages.query(list.fetch);
    list.answer(0);
    await settled();
    for (let row = 1_000; row <= 900_000; row += 1_000) pages.see(row, row + 20);
    expect(list.asked).toEqual([0, 1_000, 2_000]);
    list.answer(1_000);
    await settled();
    list.answer(2_000);
    await settled();
    expect(list.asked.slice(3, 4)).toEqual([900_000]);
    list.answer(900_000);
    await settled();
    expect(pages.row(900_019)?.key.value).toBe("a900019");
  });

  it("come ahead of the scrolling, in its way, and hold the row the keyboard is on", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const list = listOf("a", 10_000);
    pages.query(list.fetch);
    list.answer(0);
    await settled();
    pages.see(30, 60);
    expect(list.asked).toEqual([0, 100]);
    list.answer(100);
    await settled();
    pages.see(5_060, 5_090, 7);
    list.answer(5_000);
    await settled();
    pages.see(5_040, 5_070, 7);
    expect(list.asked).toEqual([0, 100, 5_000, 5_100, 4_900]);
    expect(pages.row(7)?.key.value).toBe("a7");
  });

  it("that are seen stay until they come again when the book has changed", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const list = listOf("a", 1_000);
    pages.query(list.fetch);
    list.answer(0);
    await settled();
    pages.see(280, 310);
    for (const at of [200, 300]) list.answer(at);
    await settled();
    pages.refresh();
    list.answer(200);
    await settled();
    expect(pages.row(305)?.key.value).toBe("a305");
    expect(pages.row(5)).toBeUndefined();
    expect(pages.find((row) => row.key.value === "a305")).toBeNull();
  });

  it("keep the rows when the question is wrong, and say what is wrong with it", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const list = listOf("a", 3);
    pages.query(list.fetch);
    list.answer(0);
    await settled();
    const wrong = { at: 0, length: 1, message: "Close the quotation." };
    pages.query(() => Promise.resolve({ rows: [], matches: 0, total: 3, preparing: null, wrong }));
    await settled();
    expect([pages.wrong, pages.matches, pages.row(2)?.key.value]).toEqual([wrong, 3, "a2"]);
    pages.query(list.fetch);
    list.answer(0);
    await settled();
    expect(pages.wrong).toBeNull();
  });

  it("are asked for again while the host prepares the list", async () => {
    vi.useFakeTimers();
    const pages = new Pages(() => undefined, vi.fn());
    const { page } = listOf("a", 3);
    const answers = [{ ...page(0, 3), preparing: { done: 1, total: 3 } }, page(0, 3)];
    pages.query(() => Promise.resolve(answers.shift() ?? page(0, 3)));
    await settled();
    expect(pages.preparing).toEqual({ done: 1, total: 3 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([pages.preparing, answers.length]).toEqual([null, 0]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers.length).toBe(0);
    vi.useRealTimers();
  });

  it("start with the one that is here already, and ask for the others only", async () => {
    const changed = vi.fn();
    const pages = new Pages(changed, vi.fn());
    const list = listOf("a", 250);
    pages.query(list.fetch, list.page(0, PAGE_SIZE));
    expect(changed).toHaveBeenCalledOnce();
    expect([pages.ready, pages.matches, pages.row(99)?.key.value]).toEqual([true, 250, "a99"]);
    pages.see(0, 110);
    expect(list.asked).toEqual([100]);
    list.answer(100);
    await settled();
    expect(pages.row(109)?.key.value).toBe("a109");
    expect(pages.row(0)?.key.value).toBe("a0");
  });

  it("are asked for all the same when what is here is not a whole page", () => {
    const pages = new Pages(() => undefined, vi.fn());
    const list = listOf("a", 250);
    pages.query(list.fetch, list.page(0, 20));
    expect([list.asked, pages.ready]).toEqual([[0], false]);
  });

  it("drop an answer to a query that another has replaced, whichever comes first", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const [old, fresh] = [listOf("old", 10), listOf("new", 3)];
    pages.query(old.fetch);
    pages.query(fresh.fetch);
    fresh.answer(0);
    await settled();
    old.answer(0);
    await settled();
    expect(pages.matches).toBe(3);
    expect(pages.row(0)?.key.value).toBe("new0");
  });

  it("stay on the screen until the new query's first answer is there", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const [old, fresh] = [listOf("old", 10), listOf("new", 3)];
    pages.query(old.fetch);
    old.answer(0);
    await settled();
    pages.query(fresh.fetch);
    expect(pages.row(9)?.key.value).toBe("old9");
    fresh.answer(0);
    await settled();
    expect(pages.row(9)).toBeUndefined();
  });

  it("are forgotten far from what is seen, and fetched again on return", async () => {
    const pages = new Pages(() => undefined, vi.fn());
    const list = listOf("a", 1_000_000);
    pages.query(list.fetch);
    for (let page = 0; page < 80; page += 1) {
      pages.see(page * PAGE_SIZE, page * PAGE_SIZE + 1);
      list.answer(page * PAGE_SIZE);
      await settled();
    }
    expect(pages.row(0)).toBeUndefined();
    pages.see(0, 1);
    expect(list.asked.filter((offset) => offset === 0).length).toBe(2);
  });

  it("tell of a failure, but not of one that no longer matters", async () => {
    const failed = vi.fn();
    const pages = new Pages(() => undefined, failed);
    pages.query(() => Promise.reject(new Error("old")));
    pages.query(() => Promise.reject(new Error("new")));
    await settled();
    expect(failed.mock.calls.map(([reason]) => String(reason))).toEqual(["Error: new"]);
  });
});
