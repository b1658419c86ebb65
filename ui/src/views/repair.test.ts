import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { openDesk } from "../testing/desk";
import { filter, filterButton, openImport, preview, previewedRows } from "../testing/transfer";

/** An import that refused two rows, for their e-mail addresses. */
async function refused(): Promise<Awaited<ReturnType<typeof openDesk>>> {
  const desk = await openDesk();
  await openImport(desk);
  await preview(desk);
  await desk.user.click(screen.getByTestId("import-run"));
  await screen.findByTestId("repair");
  return desk;
}

function row(number: number): HTMLElement {
  const found = screen.getByTestId("repair").querySelector<HTMLElement>(`[data-row="${number}"]`);
  if (found === null) throw new Error(`no row ${number}`);
  return found;
}

describe("refused rows", () => {
  it("are mended in place, tried again by themselves, and counted", async () => {
    const { user, backend } = await refused();
    const before = backend.transfer.runs.length;
    expect(screen.getByTestId("repair-retry").hasAttribute("disabled")).toBe(true);
    const email = within(row(7)).getByLabelText<HTMLInputElement>("Email");
    expect(email.value).toBe("no address");
    expect(within(row(7)).queryByLabelText("Title")).toBeNull();
    await user.clear(email);
    await user.type(email, "mended@example.com");
    await user.click(screen.getByRole("button", { name: "Try 1 row again" }));
    await screen.findByText("1 refused row");
    expect(screen.getByTestId("repair").querySelector('[data-row="7"]')).toBeNull();
    expect(row(31)).toBeTruthy();
    expect(backend.transfer.runs.length).toBe(before);
    expect(screen.getByTestId("notice").textContent).toContain("1 refused row was taken");
  });

  it("that are refused again stay as they were mended, and the others can still be saved", async () => {
    const { user } = await refused();
    const email = within(row(31)).getByLabelText("Email");
    await user.clear(email);
    await user.type(email, "still none");
    await user.click(screen.getByTestId("repair-retry"));
    await waitFor(() =>
      expect(within(row(31)).getByLabelText<HTMLInputElement>("Email").value).toBe("still none"),
    );
    await user.click(screen.getByRole("button", { name: "Save the refused rows…" }));
    await screen.findByText("Refused rows written to ~/rejects.csv");
  });

  it("show all their cells when asked", async () => {
    const { user } = await refused();
    await user.click(within(row(7)).getByRole("button", { name: "Show all cells" }));
    expect(within(row(7)).getByLabelText("Title")).toBeTruthy();
  });
});

describe("a file that is the CRM's newer state", () => {
  it("shows three versions of what both sides changed, and takes the side that is chosen", async () => {
    const desk = await openDesk();
    const { user, backend } = desk;
    const versions = { Field: "Title", Base: "Head", Mine: "Head of Sales", Theirs: "Head of Imports" };
    backend.transfer.conflicts.set(1, versions);
    await openImport(desk);
    await user.click(screen.getByLabelText(/newer state/));
    await preview(desk);
    expect(filter("contested")).toBe("1 Changed on both sides");
    await user.click(filterButton("contested"));
    await waitFor(() => expect(previewedRows()).toEqual([1]));
    const fieldset = screen.getByRole("group", { name: "Title" });
    expect(fieldset.dataset["chosen"]).toBe("mine");
    for (const text of ["Head", "Head of Sales", "Head of Imports"])
      expect(within(fieldset).getAllByText(text, { exact: true }).length).toBeGreaterThan(0);
    await user.click(within(fieldset).getByRole("radio", { name: /Head of Imports/ }));
    await waitFor(() =>
      expect(screen.getByRole("group", { name: "Title" }).dataset["chosen"]).toBe("theirs"),
    );
    await user.click(screen.getByTestId("import-run"));
    await screen.findByTestId("report-contested");
    expect(backend.transfer.runs[0]?.reconcile).toEqual({
      Prefer: "mine",
      Chosen: [{ Row: 1, Field: "Title", Side: "theirs" }],
    });
  });

  it("takes one side of all, and none where all rows are created", async () => {
    const desk = await openDesk();
    const { user, backend } = desk;
    backend.transfer.conflicts.set(2, { Field: "Title", Base: "a", Mine: "b", Theirs: "c" });
    await openImport(desk);
    await user.click(screen.getByLabelText(/newer state/));
    await preview(desk);
    await user.click(screen.getByRole("button", { name: "Take all of the CRM's" }));
    await waitFor(() =>
      expect(screen.getByRole("group", { name: "Title" }).dataset["chosen"]).toBe("theirs"),
    );
    await user.click(screen.getByLabelText("Create all"));
    expect(screen.queryByLabelText(/newer state/)).toBeNull();
    await preview(desk);
    await user.click(screen.getByTestId("import-run"));
    await screen.findByTestId("import-report");
    expect(backend.transfer.runs[0]?.reconcile).toBeNull();
  });
});

describe("columns that are put together", () => {
  it("make one field", async () => {
    const desk = await openDesk();
    const { user, backend } = desk;
    await openImport(desk);
    await user.click(screen.getByRole("button", { name: "Put columns together" }));
    await user.selectOptions(screen.getByLabelText("Field of the joined columns 1"), "Description");
    for (const column of ["Favourite colour", "Birthday"])
      await user.selectOptions(screen.getByLabelText("Another column for Description"), column);
    await user.selectOptions(screen.getByLabelText("Between the columns of Description"), "New line");
    expect(screen.getByTestId("join").textContent).toContain("of Favourite colour and Birthday");
    await preview(desk);
    await user.click(screen.getByTestId("import-run"));
    await screen.findByTestId("import-report");
    expect(backend.transfer.runs[0]?.mapping?.Joins).toEqual([
      { Field: "Description", Columns: ["Favourite colour", "Birthday"], With: "\n" },
    ]);
  });
});
