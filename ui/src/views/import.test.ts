import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import { type Desk, openDesk } from "../testing/desk";
import { filter, filterButton, openImport, preview, previewedRows, UNFINISHED } from "../testing/transfer";

/** Chooses where a column goes, by typing. */
async function mapTo({ user }: Desk, column: string, target: string): Promise<void> {
  const box = screen.getByRole("combobox", { name: `Field for the column ${column}` });
  await user.clear(box);
  await user.type(box, target);
  await user.click(within(box.parentElement as HTMLElement).getByRole("option", { name: target }));
}

function target(column: string): string {
  return screen.getByRole<HTMLInputElement>("combobox", { name: `Field for the column ${column}` }).value;
}

/** Takes the file in and waits for what came of it. */
async function run({ user }: Desk): Promise<HTMLElement> {
  await user.click(screen.getByTestId("import-run"));
  return screen.findByTestId("import-report");
}

describe("a file that was picked", () => {
  it("shows its first rows, and how it is read", async () => {
    const desk = await openDesk();
    const file = await openImport(desk);
    expect(within(file).getByText("fair-2026.csv")).toBeTruthy();
    expect(within(file).getAllByRole("row").length).toBe(6);
    expect(within(file).getByLabelText<HTMLSelectElement>("Encoding").value).toBe("UTF-8");
  });

  it("is read again as the person says", async () => {
    const desk = await openDesk();
    await openImport(desk);
    const inspect = vi.spyOn(desk.backend.transfer, "inspectImport");
    await desk.user.selectOptions(screen.getByLabelText("Between cells"), "Semicolon");
    expect(inspect.mock.calls[0]?.[0]).toMatchObject({ Delimiter: ";", Encoding: "UTF-8" });
  });

  it("of several sheets is read from the one that is chosen", async () => {
    const backend = new FakeBackend();
    if (backend.transfer.file) backend.transfer.file.sheets = ["Leads", "Customers"];
    const desk = await openDesk({}, backend);
    await openImport(desk);
    const inspect = vi.spyOn(desk.backend.transfer, "inspectImport");
    await desk.user.selectOptions(screen.getByLabelText("Sheet"), "Customers");
    expect(inspect.mock.calls[0]?.[0]).toMatchObject({ Sheet: "Customers" });
  });

  it("that cannot be read says why, and leaves what was there", async () => {
    const desk = await openDesk();
    await openImport(desk);
    vi.spyOn(desk.backend.transfer, "inspectImport").mockRejectedValue({ message: "Row 3 is no UTF-16." });
    await desk.user.selectOptions(screen.getByLabelText("Encoding"), "UTF-16LE");
    expect((await screen.findByTestId("import-failure")).textContent).toContain("Row 3 is no UTF-16.");
    expect(screen.getByTestId("import-file")).toBeTruthy();
  });

  it("is taken where it is dropped on the window, in place of the one that is shown", async () => {
    const desk = await openDesk();
    await openImport(desk);
    const dropped = await desk.backend.transfer.pickImport();
    if (dropped === null) throw new Error("the fake has a file");
    const pick = vi.spyOn(desk.backend.transfer, "pickImport");
    desk.backend.asked.drop({ ...dropped, name: "dropped.csv" });
    expect(await screen.findByText("dropped.csv")).toBeTruthy();
    expect(pick).not.toHaveBeenCalled();
  });

  it("that was opened with Kith is what the window begins with", async () => {
    const backend = new FakeBackend();
    const given = await backend.transfer.pickImport();
    if (given === null) throw new Error("the fake has a file");
    backend.asked.drop(given);
    await openDesk({}, backend);
    expect(within(await screen.findByTestId("import-file")).getByText("fair-2026.csv")).toBeTruthy();
  });

  it("that cannot be read when it is dropped is told, and the contacts stay", async () => {
    const { backend } = await openDesk();
    vi.spyOn(backend, "takeAsked").mockRejectedValue({ message: "photo.jpg is no file of contacts." });
    backend.asked.show("x");
    await waitFor(() => expect(screen.getByTestId("notice").textContent).toContain("photo.jpg"));
    expect(screen.queryByTestId("import-page")).toBeNull();
  });

  it("where none was picked another can be", async () => {
    const backend = new FakeBackend();
    backend.transfer.file = null;
    const { user } = await openDesk({}, backend);
    await user.click(await screen.findByTestId("import"));
    expect(await screen.findByTestId("import-choose")).toBeTruthy();
  });
});

describe("the columns", () => {
  it("go where their names say, which is marked as a suggestion; the others are told of", async () => {
    const desk = await openDesk();
    await openImport(desk);
    const columns = screen.getByTestId("import-columns");
    expect(target("First name")).toBe("First name");
    expect(within(columns).getAllByText("suggested").length).toBe(5);
    expect(target("Birthday")).toBe("Leave out");
    expect(screen.getByTestId("unmapped").textContent).toContain("Birthday and Favourite colour");
  });

  it("are found by typing, kept as new fields, and their dates are read as the cells tell", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await mapTo(desk, "Birthday", "Birthdate");
    expect(screen.getByLabelText<HTMLSelectElement>("Dates of Birthday").value).toBe("M/d/yyyy");
    await mapTo(desk, "Favourite colour", "Keep as a new field");
    expect(screen.queryByTestId("unmapped")).toBeNull();
    await preview(desk);
    await run(desk);
    expect(desk.backend.transfer.runs[0]?.mapping?.Columns).toContainEqual({
      Column: "Favourite colour",
      Keep: true,
    });
    const [at] = desk.backend.transfer.runs;
    expect(at?.mapping?.Columns.find((column) => column.Column === "Birthday")?.DateFormat).toBe("M/d/yyyy");
  });

  it("keep what was chosen where typing is given up", async () => {
    const desk = await openDesk();
    await openImport(desk);
    const box = screen.getByRole("combobox", { name: "Field for the column Title" });
    await desk.user.type(box, "zz");
    await desk.user.tab();
    expect(target("Title")).toBe("Title");
  });

  it("are saved under a name; another header is warned of", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await desk.user.type(screen.getByLabelText("Name of the mapping"), "Fair{Enter}");
    await waitFor(() => expect(desk.backend.transfer.mappings.has("Fair")).toBe(true));
    const header = ["External ID", "Mobile"];
    desk.backend.transfer.file = { name: "fair-2027.csv", header, rows: [["a", "1"]] };
    await desk.user.click(screen.getByRole("button", { name: "Choose another file…" }));
    await screen.findByText("fair-2027.csv");
    await desk.user.selectOptions(screen.getByLabelText("Mapping"), "Fair");
    const drift = await screen.findByTestId("import-drift");
    expect(drift.textContent).toContain("New: Mobile");
    expect(drift.textContent).toContain("Email");
  });

  it("have values of every row beside them", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await desk.user.click(screen.getByRole("button", { name: "Add a value for every row" }));
    await desk.user.selectOptions(screen.getByLabelText("Field of the value 1"), "Department");
    await desk.user.type(screen.getByLabelText("Value for Department"), "Sales");
    await preview(desk);
    await run(desk);
    expect(desk.backend.transfer.runs[0]?.mapping?.Constants).toEqual([
      { Field: "Department", Value: "Sales" },
    ]);
  });
});

describe("the preview", () => {
  it("counts what would come of the rows, and shows those of one kind, old and new", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await preview(desk);
    expect(filter("all")).toBe("42 All");
    expect(filter("refused")).toBe("2 Refused");
    await desk.user.click(filterButton("refused"));
    await waitFor(() => expect(previewedRows()).toEqual([7, 31]));
    await desk.user.click(filterButton("update"));
    await waitFor(() => expect(previewedRows()).toContain(1));
    const first = screen.getByTestId("preview-rows").querySelector('[data-row="1"]');
    expect(first?.querySelector("del")).not.toBeNull();
    expect(first?.querySelector("ins")?.textContent).toBe("Head of Imports");
  });

  it("is what the import does, without the rows that were left out", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await preview(desk);
    const before = Number(/\d+/.exec(screen.getByTestId("import-run").textContent)?.[0]);
    await desk.user.click(screen.getByLabelText("Take row 1"));
    await waitFor(() => expect(filter("leftout")).toBe("1 Left out"));
    expect(screen.getByTestId("import-run").textContent).toContain(`Import ${before - 1} contacts`);
    const report = await run(desk);
    expect(report.textContent).toContain(`${before - 1} contacts imported`);
    expect(desk.backend.transfer.runs[0]?.leaveOut).toEqual([1]);
  });

  it("is asked for anew after anything else was changed", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await preview(desk);
    await desk.user.click(screen.getByLabelText("Update only"));
    expect(screen.queryByTestId("preview-rows")).toBeNull();
    expect(screen.queryByTestId("import-run")).toBeNull();
  });

  it("says what is wrong with the mapping", async () => {
    const desk = await openDesk();
    await openImport(desk);
    vi.spyOn(desk.backend.transfer, "previewImport").mockRejectedValue({
      message: "Two columns go to Email.",
      hint: "Leave one out.",
    });
    await desk.user.click(screen.getByTestId("import-look"));
    expect((await screen.findByRole("alert")).textContent).toContain("Two columns go to Email.");
  });

  it("is paged", async () => {
    const desk = await openDesk();
    const rows = Array.from({ length: 120 }, (_, at) => [`new-${at}`]);
    desk.backend.transfer.file = { name: "many.csv", header: ["External ID"], rows };
    await openImport(desk);
    await preview(desk);
    await desk.user.click(screen.getByRole("button", { name: "Next rows" }));
    await waitFor(() => expect(previewedRows()[0]).toBe(51));
    expect(screen.getByText("51–100 of 120")).toBeTruthy();
  });
});

describe("an import", () => {
  it("reports, and is undone as one", async () => {
    const desk = await openDesk();
    const title = (): unknown =>
      desk.backend.store.find({ by: "ExternalId", value: externalIdOf(0) })?.["Title"];
    const before = title();
    await openImport(desk);
    await preview(desk);
    const report = await run(desk);
    expect(title()).toBe("Head of Imports");
    expect(within(report).getByTestId("report-unmapped").textContent).toContain("Favourite colour");
    expect(within(report).getByRole("list").textContent).toContain("Row 7");
    await desk.user.click(within(report).getByRole("button", { name: "Save the refused rows…" }));
    await screen.findByText("Refused rows written to ~/rejects.csv");
    await desk.user.click(within(report).getByRole("button", { name: "Undo import" }));
    await screen.findByText("The import was undone");
    expect(title()).toBe(before);
    expect(desk.backend.store.records.size).toBe(250);
  });

  it("tells how far it is, and goes on while the contacts are shown", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await preview(desk);
    let release: () => void = () => undefined;
    desk.backend.transfer.pace = () => new Promise((open) => (release = open));
    await desk.user.click(screen.getByTestId("import-run"));
    const progress = await screen.findByTestId("import-progress");
    await waitFor(() => expect(progress.textContent).toContain("10 rows"));
    expect(within(progress).getByRole<HTMLProgressElement>("progressbar").value).toBe(24);
    await desk.user.keyboard("{Escape}");
    expect(await screen.findByTestId("list")).toBeTruthy();
    desk.backend.transfer.pace = () => Promise.resolve();
    release();
    await desk.user.click(screen.getByTestId("import"));
    expect(await screen.findByTestId("import-report")).toBeTruthy();
  });

  it("that is stopped is taken back, resumed or kept", async () => {
    const desk = await openDesk();
    await openImport(desk);
    await preview(desk);
    let release: () => void = () => undefined;
    desk.backend.transfer.pace = () => new Promise((open) => (release = open));
    await desk.user.click(screen.getByTestId("import-run"));
    await desk.user.click(await screen.findByTestId("import-stop"));
    release();
    const asked = await screen.findByTestId("unfinished-import");
    expect(asked.textContent).toContain("10 were taken");
    expect(screen.queryByRole("button", { name: "Undo import" })).toBeNull();
    await desk.user.click(within(asked).getByRole("button", { name: "Roll back" }));
    await waitFor(() => expect(screen.queryByTestId("unfinished-import")).toBeNull());
    expect(screen.getByTestId("notice").textContent).toContain("rolled back");
  });

  it("that was not finished is offered when the desk begins", async () => {
    const backend = new FakeBackend();
    backend.transfer.unfinished = UNFINISHED;
    const { user } = await openDesk({}, backend);
    await user.click(await screen.findByRole("button", { name: "Resume or take back…" }));
    const asked = await screen.findByTestId("unfinished-import");
    await user.click(within(asked).getByRole("button", { name: "Resume" }));
    expect(await screen.findByTestId("import-report")).toBeTruthy();
  });

  it("whose file is gone cannot be resumed", async () => {
    const backend = new FakeBackend();
    backend.transfer.unfinished = { ...UNFINISHED, NotResumable: "The file is gone." };
    const { user } = await openDesk({}, backend);
    await user.click(await screen.findByTestId("import"));
    const asked = await screen.findByTestId("unfinished-import");
    expect(asked.textContent).toContain("The file is gone.");
    expect(within(asked).queryByRole("button", { name: "Resume" })).toBeNull();
    await user.click(within(asked).getByRole("button", { name: "Keep what it did" }));
    expect(await screen.findByTestId("import-choose")).toBeTruthy();
  });

  it("is not offered where nothing can be changed", async () => {
    await openDesk({ readOnly: true });
    await screen.findByTestId("show-book");
    expect(screen.queryByTestId("import")).toBeNull();
  });
});
