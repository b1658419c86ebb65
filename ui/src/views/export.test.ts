import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, openDesk, row } from "../testing/desk";

/** Shows the page of export. */
async function openExport({ user }: Desk): Promise<void> {
  await user.click(await screen.findByTestId("export"));
  await screen.findByTestId("export-page");
  await waitFor(() => expect(screen.getByTestId("export-write").hasAttribute("disabled")).toBe(false));
}

describe("an export", () => {
  it("writes all contacts with all fields, and says where", async () => {
    const desk = await openDesk();
    await openExport(desk);
    await desk.user.click(screen.getByTestId("export-write"));
    await screen.findByText("250 contacts written to ~/contacts.csv");
    expect(desk.backend.transfer.exports[0]).toEqual({
      ...{ format: "csv", selection: "all", delimiter: "," },
      ...{ byteOrderMark: false, neutralise: false, oldVcard: false },
    });
  });

  it("writes the list as it is shown, with its columns", async () => {
    const desk = await openDesk();
    await openExport(desk);
    await desk.user.click(screen.getByLabelText("The list as it is shown, 250 contacts"));
    await desk.user.click(screen.getByLabelText("The columns of the list"));
    await desk.user.click(screen.getByTestId("export-write"));
    await screen.findByText(/written to/);
    const [request] = desk.backend.transfer.exports;
    expect(request).toMatchObject({ selection: { view: { search: "" } } });
    expect(request).toHaveProperty("fields.0");
  });

  it("begins with the selected contacts where it is asked for from them", async () => {
    const desk = await openDesk({ contacts: 12 });
    const { user } = desk;
    await user.keyboard("{Control>}");
    await user.click(await row(3));
    await user.keyboard("{/Control}");
    await user.click(await screen.findByTestId("selection-export"));
    await screen.findByTestId("export-page");
    await waitFor(() => expect(screen.getByTestId("export-write").hasAttribute("disabled")).toBe(false));
    await user.click(screen.getByTestId("export-write"));
    await screen.findByText("1 contact written to ~/contacts.csv");
    expect(desk.backend.transfer.exports[0]).toMatchObject({
      selection: { keys: [{ by: "ExternalId", value: externalIdOf(3) }] },
    });
  });

  it("writes chosen fields, at least one, and what a spreadsheet needs", async () => {
    const desk = await openDesk();
    const { user } = desk;
    await openExport(desk);
    await user.click(screen.getByLabelText("Chosen fields"));
    expect(screen.getByTestId("export-write").hasAttribute("disabled")).toBe(true);
    await user.click(screen.getByRole("option", { name: "Email" }));
    await user.selectOptions(screen.getByLabelText("Between cells"), "Semicolon");
    await user.click(screen.getByLabelText(/byte order mark/));
    await user.click(screen.getByLabelText(/apostrophe/));
    await user.click(screen.getByTestId("export-write"));
    await screen.findByText(/written to/);
    expect(desk.backend.transfer.exports[0]).toMatchObject({
      ...{ fields: ["Email"], delimiter: ";", byteOrderMark: true, neutralise: true },
    });
  });

  it("that fails says why", async () => {
    const desk = await openDesk();
    await openExport(desk);
    vi.spyOn(desk.backend.transfer, "exportContacts").mockRejectedValue({
      message: "The disk is full.",
      hint: "Free some space.",
    });
    await desk.user.click(screen.getByTestId("export-write"));
    expect((await screen.findByTestId("export-failure")).textContent).toContain("Free some space.");
  });
});

describe("an export that takes its time", () => {
  it("tells how far it is, and leaves no file where it is stopped", async () => {
    const desk = await openDesk();
    await openExport(desk);
    let release: () => void = () => undefined;
    desk.backend.transfer.pace = () => new Promise((open) => (release = open));
    await desk.user.click(screen.getByTestId("export-write"));
    const progress = await screen.findByTestId("export-progress");
    await waitFor(() => expect(progress.textContent).toContain("125 of 250 contacts"));
    await desk.user.click(screen.getByTestId("export-stop"));
    release();
    await waitFor(() => expect(screen.queryByTestId("export-progress")).toBeNull());
    expect(screen.queryByTestId("export-failure")).toBeNull();
    expect(screen.getByTestId("export-written").textContent.trim()).toBe("");
  });
});

describe("the changes for the CRM", () => {
  it("are written, and noted as handed over once they are", async () => {
    const desk = await openDesk();
    await openExport(desk);
    expect(screen.getByTestId("handed-over").textContent).toContain("Never handed over");
    await desk.user.click(screen.getByLabelText("Script of single requests"));
    await desk.user.click(screen.getByTestId("changes-write"));
    await screen.findByTestId("changes-written");
    expect(desk.backend.transfer.exports[0]).toEqual({ since: "last", format: "script" });
    await desk.user.click(screen.getByTestId("hand-over"));
    await waitFor(() => expect(screen.getByTestId("handed-over").textContent).toContain("Last handed over"));
    expect(desk.backend.transfer.handed?.Change).toBe(498);
    expect(screen.queryByTestId("hand-over")).toBeNull();
  });

  it("are not noted any longer once that is taken back", async () => {
    const desk = await openDesk();
    await openExport(desk);
    await desk.user.click(screen.getByTestId("changes-write"));
    await screen.findByTestId("changes-written");
    await desk.user.click(screen.getByTestId("hand-over"));
    const undo = vi.spyOn(desk.backend, "undoChange");
    await desk.user.click(await screen.findByTestId("hand-over-undo"));
    expect(undo.mock.calls[0]?.[0]).toMatch(/change-/);
  });

  it("of a read-only book are written and not noted", async () => {
    const desk = await openDesk({ readOnly: true });
    await openExport(desk);
    await desk.user.click(screen.getByTestId("changes-write"));
    await screen.findByTestId("changes-written");
    expect(screen.queryByTestId("hand-over")).toBeNull();
  });
});
