import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { opensUpwards } from "./placement";
import SearchBox from "./SearchBox.svelte";
import Splitter from "./Splitter.svelte";
import Tabs from "./Tabs.svelte";

describe("a popup", () => {
  it("opens upwards only where that shows more of it", () => {
    expect(opensUpwards(200, 500, 300)).toBe(false);
    expect(opensUpwards(200, 500, 100)).toBe(true);
    expect(opensUpwards(200, 80, 100)).toBe(false);
  });
});

describe("the line between two panes", () => {
  it("is moved by the arrow keys, within its bounds", async () => {
    const onresize = vi.fn();
    render(Splitter, { label: "Width", controls: "pane", width: 300, min: 290, max: 400, onresize });
    screen.getByRole("separator").focus();
    await userEvent.keyboard("{ArrowRight}{ArrowLeft}");
    expect(onresize.mock.calls).toEqual([[316], [290]]);
  });
});

describe("a search box", () => {
  it("says what is typed, and keeps the keyboard when it is cleared", async () => {
    const onsearch = vi.fn();
    render(SearchBox, { id: "box", label: "Search", value: "a", onsearch });
    const box = screen.getByRole("searchbox", { name: "Search" });
    await userEvent.type(box, "b");
    await userEvent.click(screen.getByRole("button", { name: "Clear the search" }));
    expect(onsearch.mock.calls).toEqual([["ab"], [""]]);
    expect(document.activeElement).toBe(box);
  });
});

describe("tabs", () => {
  it("go round at their ends and take the keyboard along", async () => {
    const onselect = vi.fn();
    const tabs = [
      { id: "a", label: "A" },
      { id: "b", label: "B", badge: "2", badgeLabel: "two" },
    ];
    render(Tabs, { label: "Tabs", tabs, selected: "a", onselect });
    screen.getByRole("tab", { name: "A" }).focus();
    await userEvent.keyboard("{ArrowLeft}");
    expect(onselect).toHaveBeenCalledWith("b");
    expect(document.activeElement).toBe(document.getElementById("tab-b"));
  });

  it("leave all but the chosen one out of the tab order", () => {
    const tabs = [
      { id: "a", label: "A" },
      { id: "b", label: "B" },
    ];
    render(Tabs, { label: "Tabs", tabs, selected: "b", onselect: vi.fn() });
    expect(screen.getAllByRole("tab").map((tab) => tab.tabIndex)).toEqual([-1, 0]);
  });
});
