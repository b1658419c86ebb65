import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { openDesk, rowKeys } from "../testing/desk";
import { columns, count, focusList, header, rowAt, selected, selectedKeys } from "../testing/list";

const FEW = { contacts: 18 };

function active(): string | null {
  return screen.getByTestId("list").getAttribute("aria-activedescendant");
}

describe("the selection", () => {
  it("grows by Ctrl-click and Shift-click, and is nothing again after a plain click", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    const keys = rowKeys();
    await desk.user.click(rowAt(1));
    expect(selectedKeys()).toEqual([]);
    await desk.user.keyboard("{Control>}");
    await desk.user.click(rowAt(3));
    await desk.user.keyboard("{/Control}{Shift>}");
    await desk.user.click(rowAt(5));
    await desk.user.keyboard("{/Shift}");
    expect(selectedKeys()).toEqual([1, 3, 4, 5].map((at) => keys[at]));
    expect(selected()).toBe("4 selected");
    await desk.user.click(rowAt(2));
    expect(selected()).toBe("");
  });

  it("is made by key: Space, Shift with the arrows, all by Ctrl+A, nothing by Escape", async () => {
    const desk = await openDesk({ contacts: 250 });
    await focusList();
    const keys = rowKeys();
    await desk.user.keyboard(" {ArrowDown}{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}");
    expect(selectedKeys()).toEqual([keys[0], keys[2], keys[3]]);
    await desk.user.keyboard("{Control>}a{/Control}");
    await waitFor(() => expect(selected()).toBe("250 selected"));
    await desk.user.keyboard("{Escape}");
    expect(selected()).toBe("");
  });

  it("stays with its records through order, search and changes made elsewhere", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    const [first = "", second = "", third = ""] = rowKeys();
    await desk.user.keyboard(" {ArrowDown} {ArrowDown} ");
    await desk.user.click(header("Name"));
    await waitFor(() => expect(rowKeys().at(-1)).toBe(first));
    expect(selectedKeys().toSorted()).toEqual([first, second, third].toSorted());
    await desk.user.type(screen.getByRole("searchbox"), second);
    await waitFor(() => expect(count()).toBe("1 of 18"));
    expect([selected(), selectedKeys()]).toEqual(["3 selected", [second]]);
    const record = desk.backend.store.find({ by: "ExternalId", value: third });
    if (record) desk.backend.store.remove(record, "command line");
    await waitFor(() => expect(selected()).toBe("2 selected"));
  });

  it("is copied as a table of the columns that are shown, in the order of the list", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    const keys = rowKeys();
    await desk.user.keyboard("{ArrowDown}{ArrowDown} {ArrowUp}{ArrowUp} ");
    await desk.user.keyboard("{Control>}c{/Control}");
    await waitFor(() => expect(screen.getByTestId("notice").textContent).toContain("2 contacts copied"));
    const lines = (await navigator.clipboard.readText()).split("\n");
    expect(lines[0]?.split("\t").length).toBe(columns().length);
    const names = [keys[0], keys[2]].map(
      (key) => desk.backend.store.find({ by: "ExternalId", value: key ?? "" })?.["Name"],
    );
    expect(lines.slice(1, 3).map((line) => line.split("\t")[0])).toEqual(names);
  });

  it("of nothing copies the row the keyboard is on", async () => {
    const backend = new FakeBackend(FEW);
    const asked = vi.spyOn(backend, "copyContacts");
    const desk = await openDesk({}, backend);
    await focusList();
    await desk.user.keyboard("{ArrowDown}{Control>}c{/Control}");
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(asked.mock.lastCall?.[0].map((key) => key.value)).toEqual([rowKeys()[1]]);
  });
});

describe("the keyboard in the list", () => {
  it("goes from cell to cell as in a spreadsheet", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await desk.user.keyboard("{ArrowRight}{ArrowRight}{ArrowDown}");
    expect(active()).toBe("cell-1-2");
    expect(document.getElementById("cell-1-2")?.getAttribute("role")).toBe("gridcell");
    await desk.user.keyboard("{End}");
    expect(active()).toBe("cell-1-5");
    await desk.user.keyboard("{Control>}{End}{/Control}{Home}");
    expect(active()).toBe("cell-17-0");
    await desk.user.keyboard("{Control>}{Home}{/Control}");
    expect(active()).toBe("cell-0-0");
  });

  it("goes to the next row that begins with what is typed", async () => {
    const backend = new FakeBackend(FEW);
    backend.store.seed({ ExternalId: "z1", Name: "Zora Quist" }, "2026-01-01T00:00:00.000Z");
    backend.store.seed({ ExternalId: "z2", Name: "Zu Alt" }, "2026-01-01T00:00:00.000Z");
    const desk = await openDesk({}, backend);
    await focusList();
    await desk.user.keyboard("zu");
    await waitFor(() => expect(active()).toBe("cell-19-0"));
    expect(selected()).toBe("");
  });

  it("stays on its record and place when the book changes elsewhere", async () => {
    const desk = await openDesk({ contacts: 250 });
    await focusList();
    await desk.user.keyboard("{PageDown}{PageDown}");
    const key = document.querySelector<HTMLElement>("#row-38")?.dataset["key"];
    const list = screen.getByTestId("list");
    const top = list.scrollTop;
    desk.backend.store.create(
      { ExternalId: "before-all", Name: "AAA", IsEmailBounced: false },
      "command line",
    );
    await waitFor(() => expect(active()).toBe("cell-39-0"));
    expect(document.querySelector<HTMLElement>("#row-39")?.dataset["key"]).toBe(key);
    expect(list.scrollTop).toBe(top);
  });
});
