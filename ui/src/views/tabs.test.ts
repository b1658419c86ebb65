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
    expect(cells.slice(0, 2)).toEqual([before === "" ? "—" : before, "Archivist"]);
    await desk.user.click(within(history).getByRole("button", { name: "Undo this change" }));
    await waitFor(() => expect(within(history).getAllByRole("article").length).toBe(2));
    expect(history.textContent).toContain("undo");
    await openTab(desk, "Record");
    expect(input("Title").value).toBe(before);
  });

  async function saved(desk: Desk, edits: Record<string, string>): Promise<void> {
    await openTab(desk, "Record");
    for (const [field, text] of Object.entries(edits)) await retype(desk, field, text);
    await save(desk);
    await screen.findByTestId("saved");
  }

  it("takes back one field of a change, by the keyboard too, and Undo brings it again", async () => {
    const desk = await deskOn(3);
    const fax = input("Fax").value;
    await saved(desk, { Title: "Archivist", Fax: "1" });
    await openTab(desk, "History");
    const button = await screen.findByRole("button", { name: "Undo this change of Fax" });
    button.focus();
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByTestId("notice").textContent).toContain("Fax taken back"));
    expect([input("Title").value, input("Fax").value]).toEqual(["Archivist", fax]);
    await desk.user.click(within(screen.getByTestId("notice")).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(input("Fax").value).toBe("1"));
  });

  it("takes a change of many back for this contact alone, or for all", async () => {
    const desk = await deskOn(3);
    const { store } = desk.backend;
    const [third, fifth] = [3, 5].map((n) => store.find({ by: "ExternalId", value: externalIdOf(n) }) ?? {});
    if (third === undefined || fifth === undefined) throw new Error("the book has both");
    store.updateAll([third, fifth], { Department: "Moved" });
    await openTab(desk, "History");
    expect(await screen.findByRole("button", { name: "Undo all (2 contacts)" })).toBeTruthy();
    await desk.user.click(screen.getByRole("button", { name: "Undo for this contact" }));
    await waitFor(() => expect(input("Department").value).toBe(String(third["Department"] ?? "")));
    expect(store.find({ by: "ExternalId", value: externalIdOf(5) })?.["Department"]).toBe("Moved");
    await desk.user.click(screen.getByRole("button", { name: "Undo all (2 contacts)" }));
    await waitFor(() =>
      expect(store.find({ by: "ExternalId", value: externalIdOf(5) })?.["Department"]).toBe(
        fifth["Department"],
      ),
    );
  });

  it("puts the contact back to a moment, and Undo brings it again", async () => {
    const desk = await deskOn(3);
    await saved(desk, { Title: "First" });
    await saved(desk, { Title: "Second", Fax: "1" });
    await openTab(desk, "History");
    const moments = await screen.findAllByRole("button", { name: "Put back to this moment" });
    expect(moments.length).toBe(1);
    await desk.user.click(moments[0] as HTMLElement);
    await waitFor(() => expect(input("Title").value).toBe("First"));
    expect(screen.getByTestId("notice").textContent).toContain("Put back to");
    await desk.user.click(within(screen.getByTestId("notice")).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect([input("Title").value, input("Fax").value]).toEqual(["Second", "1"]));
  });

  it("says at its end that what came before is no longer kept", async () => {
    const desk = await deskOn(3);
    await saved(desk, { Title: "First" });
    await openTab(desk, "History");
    await screen.findByTestId("history");
    expect(screen.getByText("Older changes are no longer kept")).toBeTruthy();
  });

  it("says so when no change is kept any longer", async () => {
    const desk = await deskOn(3);
    await openTab(desk, "History");
    expect(await screen.findByText("Older changes are no longer kept")).toBeTruthy();
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
