import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, input, openContact, openDesk, retype, save } from "../testing/desk";

async function deskOn(n: number): Promise<Desk> {
  const desk = await openDesk({ contacts: 12 });
  await openContact(desk, n);
  return desk;
}

async function openTab({ user }: Desk, name: string): Promise<void> {
  await user.click(screen.getByRole("tab", { name }));
}

describe("the Request tab", () => {
  it("shows the update about to be sent, and then the answer as it came", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", 'Arch "x"');
    await openTab(desk, "Request");
    expect(screen.getByTestId("request-line").textContent).toContain(`by-externalId/${externalIdOf(3)}`);
    expect(JSON.parse(screen.getByTestId("request-body").textContent)).toMatchObject({ Title: 'Arch "x"' });
    expect(screen.getByText("Nothing sent yet.")).toBeTruthy();
    await desk.user.click(screen.getByTestId("send"));
    const answer = await screen.findByTestId("answer");
    expect(JSON.parse(answer.textContent)).toMatchObject({ Success: true, StatusCode: "OK" });
  });

  it("follows its two switches", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    await openTab(desk, "Request");
    const body = (): unknown => JSON.parse(screen.getByTestId("request-body").textContent);
    expect(body()).toHaveProperty("ETag");
    await desk.user.click(screen.getByRole("switch", { name: /Refuse if changed/ }));
    expect(body()).toEqual({ Title: "Archivist" });
    expect(screen.getByTestId("request-line").textContent).toContain("EnforceOptimisticLocking=false");
    await desk.user.click(screen.getByRole("switch", { name: /Give the record back/ }));
    await desk.user.click(screen.getByTestId("send"));
    const answer = await screen.findByTestId("answer");
    expect(JSON.parse(answer.textContent)).not.toHaveProperty("Data");
    expect(input("Title").value).toBe("Archivist");
  });

  it("copies the request for other programs", async () => {
    const desk = await deskOn(3);
    await openTab(desk, "Request");
    const write = vi.spyOn(navigator.clipboard, "writeText");
    await desk.user.click(screen.getByRole("button", { name: "Copy as Python" }));
    await waitFor(() => expect(write).toHaveBeenCalledOnce());
    expect(write.mock.lastCall?.[0]).toContain("import requests");
  });

  it("lists the recent requests of this record, each opened by a click", async () => {
    const desk = await deskOn(3);
    await retype(desk, "Title", "Archivist");
    await save(desk);
    await screen.findByTestId("saved");
    await openTab(desk, "Request");
    const recent = within(screen.getByRole("region", { name: "Recent requests" }));
    const entry = await recent.findByRole("button", { name: /PUT 200 OK desk/ });
    await desk.user.click(entry);
    expect(entry.getAttribute("aria-expanded")).toBe("true");
    expect(recent.getByRole("group", { name: "Body" }).textContent).toContain("Archivist");
  });
});

describe("the History tab", () => {
  it("shows each change old to new, and undoes one", async () => {
    const desk = await deskOn(3);
    const before = input("Title").value;
    await retype(desk, "Title", "Archivist");
    await save(desk);
    await screen.findByTestId("saved");
    await openTab(desk, "History");
    const history = await screen.findByTestId("history");
    const cells = within(history)
      .getAllByRole("cell")
      .map((cell) => cell.textContent);
    expect(cells).toEqual([before === "" ? "—" : before, "Archivist"]);
    await desk.user.click(within(history).getByRole("button", { name: "Undo this change" }));
    await waitFor(() => expect(within(history).getAllByRole("article").length).toBe(2));
    expect(history.textContent).toContain("undo");
    await openTab(desk, "Record");
    expect(input("Title").value).toBe(before);
  });

  it("says so when nothing has changed yet", async () => {
    const desk = await deskOn(3);
    await openTab(desk, "History");
    expect(await screen.findByText("No changes yet")).toBeTruthy();
  });
});

describe("the tabs", () => {
  it("are walked by the arrow keys and called up by Ctrl and a number", async () => {
    const desk = await deskOn(3);
    screen.getByRole("tab", { name: "Record" }).focus();
    await desk.user.keyboard("{ArrowRight}");
    expect(screen.getByRole("tab", { name: "Request" }).getAttribute("aria-selected")).toBe("true");
    await desk.user.keyboard("{Control>}3{/Control}");
    expect(screen.getByRole("tab", { name: "History" }).getAttribute("aria-selected")).toBe("true");
    await desk.user.keyboard("{Control>}1{/Control}");
    expect(screen.getByRole("tabpanel", { name: "Record" })).toBeTruthy();
  });
});

describe("a deleted contact", () => {
  it("is gone from the list, and Undo brings it back and opens it", async () => {
    const desk = await deskOn(3);
    await desk.user.click(screen.getByTestId("delete"));
    await waitFor(() => expect(screen.getByTestId("count").textContent).toBe("11 contacts"));
    await desk.user.click(within(screen.getByTestId("notice")).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(screen.getByTestId("count").textContent).toBe("12 contacts"));
    await waitFor(() => expect(screen.getByTestId("record").dataset["key"]).toBe(externalIdOf(3)));
  });
});
