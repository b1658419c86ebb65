import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import type { FieldMetadata, JsonValue } from "../lib/ipc/types";
import { counted, chooseField, look, openBulk, run, setText, setting } from "../testing/bulk";
import { type Desk, openDesk, rowKeys, violations } from "../testing/desk";
import { focusList, selected } from "../testing/list";

const FEW = { contacts: 18 };

/** The values that a field has in the book, by the order of the contacts. */
function values({ backend }: Desk, field: string): JsonValue[] {
  return [...backend.store.records.values()].map((record) => record[field] ?? null);
}

/** How many contacts have a value in a field. */
function having(desk: Desk, field: string, value: JsonValue): number {
  return values(desk, field).filter((held) => held === value).length;
}

describe("setting a field in many contacts", () => {
  it("shows what changes, old and new, sets it, and is undone as one", async () => {
    const desk = await openDesk(FEW);
    const before = values(desk, "Department");
    await openBulk(desk, 3);
    await setText(desk, "Department", "Department", "Field sales");
    const rows = await look(desk);
    expect([counted("all"), counted("changed"), counted("refused")]).toEqual([3, 3, 0]);
    expect(rows.querySelectorAll("[data-key]").length).toBe(3);
    expect(rows.querySelector("ins")?.textContent).toBe("Field sales");
    expect(values(desk, "Department")).toEqual(before);
    const report = await run(desk);
    expect(report.textContent).toContain("3 contacts changed");
    expect(having(desk, "Department", "Field sales")).toBe(3);
    await desk.user.click(screen.getByTestId("bulk-undo"));
    await screen.findByText("All of it was undone");
    expect(values(desk, "Department")).toEqual(before);
  });

  it("is done by key alone", async () => {
    const desk = await openDesk(FEW);
    await focusList();
    await desk.user.keyboard(" {Shift>}{ArrowDown}{/Shift}");
    await waitFor(() => expect(selected()).toBe("2 selected"));
    screen.getByTestId("selection-set").focus();
    await desk.user.keyboard("{Enter}");
    await screen.findByTestId("bulk-page");
    await waitFor(() => expect(document.activeElement?.id).toBe("bulk-page-title"));
    const field = screen.getByRole("combobox", { name: "Field 1" });
    for (let n = 0; n < 8 && document.activeElement !== field; n += 1) await desk.user.tab();
    expect(document.activeElement).toBe(field);
    await desk.user.keyboard("dep{ArrowDown}{Enter}");
    const value = within(setting("Department")).getByLabelText("Department");
    for (let n = 0; n < 4 && document.activeElement !== value; n += 1) await desk.user.tab();
    await desk.user.keyboard("Field sales");
    for (let n = 0; n < 8 && document.activeElement?.textContent.trim() !== "Preview"; n += 1)
      await desk.user.tab();
    await desk.user.keyboard("{Enter}");
    await screen.findByTestId("bulk-rows");
    await waitFor(() => screen.getByTestId("bulk-run"));
    screen.getByTestId("bulk-run").focus();
    await desk.user.keyboard("{Enter}");
    await screen.findByTestId("bulk-report");
    expect(document.activeElement?.id).toBe("bulk-report-title");
    expect(having(desk, "Department", "Field sales")).toBe(2);
    await desk.user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement?.id).toBe("list"));
  });

  it("tells which contacts are refused and why, and leaves them as they are", async () => {
    const desk = await openDesk(FEW);
    const before = values(desk, "Email");
    await openBulk(desk, 2);
    await setText(desk, "Email", "Email", "nowhere");
    await look(desk);
    expect([counted("changed"), counted("refused")]).toEqual([0, 2]);
    const reasons = screen.getByTestId("bulk-reasons");
    expect(reasons.textContent).toContain("2 contacts");
    expect(reasons.textContent).toContain("is not an e-mail address");
    const button = screen.getByTestId("bulk-run");
    expect([button.textContent.trim(), button.hasAttribute("disabled")]).toEqual(["Nothing to change", true]);
    expect(values(desk, "Email")).toEqual(before);
  });

  it("takes further fields, clears, and replaces text", async () => {
    const desk = await openDesk(FEW);
    const { user, backend } = desk;
    await openBulk(desk, 2);
    await chooseField(desk, "Title");
    await user.selectOptions(within(setting("Title")).getByLabelText("What becomes of Title"), "Clear");
    await user.click(screen.getByTestId("bulk-add"));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("combobox", { name: "Field 2" })),
    );
    await user.keyboard("Department{Enter}");
    const act = within(setting("Department")).getByLabelText("What becomes of Department");
    await user.selectOptions(act, "Replace text");
    expect(screen.getByTestId("bulk-look").hasAttribute("disabled")).toBe(true);
    await user.type(screen.getByLabelText("Text to find in Department"), "e");
    await user.type(screen.getByLabelText("New text in Department"), "E");
    await look(desk);
    expect(backend.bulk.previews.at(-1)?.assignments).toEqual([
      { field: "Title", act: "clear" },
      { field: "Department", act: { replace: { find: "e", with: "E" } } },
    ]);
  });

  it("asks for a value, or for clearing in so many words", async () => {
    const desk = await openDesk(FEW);
    await openBulk(desk, 1);
    expect(screen.getByTestId("bulk-look").hasAttribute("disabled")).toBe(true);
    await chooseField(desk, "Title");
    expect(setting("Title").textContent).toContain("Give a value, or choose “Clear”.");
    expect(screen.getByTestId("bulk-look").hasAttribute("disabled")).toBe(true);
  });

  it("offers no field that Kith writes itself or that nobody may write", async () => {
    const desk = await openDesk(FEW);
    await openBulk(desk, 1);
    await desk.user.click(screen.getByRole("combobox", { name: "Field 1" }));
    await desk.user.keyboard("{ArrowDown}");
    const names = screen.getAllByRole("option").map((option) => option.textContent.trim());
    expect(names).toContain("Department");
    expect(names).not.toContain("External ID");
    expect(names).not.toContain("Created");
  });

  it("can be of the whole list as it is shown", async () => {
    const desk = await openDesk({ contacts: 60 });
    await openBulk(desk, 1);
    await desk.user.click(screen.getByLabelText("The list as it is shown, 60 contacts"));
    await setText(desk, "Department", "Department", "Field sales");
    const rows = await look(desk);
    expect(counted("all")).toBe(60);
    expect(rows.querySelectorAll("[data-key]").length).toBe(50);
    await desk.user.click(screen.getByRole("button", { name: "Next contacts" }));
    await waitFor(() => expect(screen.getByText("51–60 of 60")).toBeTruthy());
    await run(desk);
    expect(having(desk, "Department", "Field sales")).toBe(60);
  });

  it("that is cancelled leaves nothing, and the window is usable meanwhile", async () => {
    const desk = await openDesk({ contacts: 60 });
    const before = values(desk, "Department");
    await openBulk(desk, 40);
    await setText(desk, "Department", "Department", "Field sales");
    await look(desk);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((open) => (release = open));
    desk.backend.bulk.pace = () => gate;
    await desk.user.click(screen.getByTestId("bulk-run"));
    const progress = await screen.findByTestId("bulk-progress");
    await waitFor(() => expect(progress.textContent).toContain("10 of 40 contacts"));
    expect(within(progress).getByRole<HTMLProgressElement>("progressbar").value).toBe(25);
    await desk.user.keyboard("{Escape}");
    expect(rowKeys().length).toBeGreaterThan(0);
    await desk.user.click(await screen.findByTestId("selection-set"));
    await desk.user.click(screen.getByTestId("bulk-cancel"));
    release();
    expect((await screen.findByTestId("bulk-report")).textContent).toContain("Nothing was changed");
    expect(values(desk, "Department")).toEqual(before);
  });

  it("that ends while nobody looks is told, and its report waits", async () => {
    const desk = await openDesk({ contacts: 60 });
    await openBulk(desk, 20);
    await setText(desk, "Department", "Department", "Field sales");
    await look(desk);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((open) => (release = open));
    desk.backend.bulk.pace = () => gate;
    await desk.user.click(screen.getByTestId("bulk-run"));
    await desk.user.keyboard("{Escape}");
    release();
    await waitFor(() => expect(screen.getByTestId("notice").textContent).toContain("20 contacts changed"));
    await desk.user.click(await screen.findByTestId("selection-set"));
    expect((await screen.findByTestId("bulk-report")).textContent).toContain("20 contacts changed");
  });

  it("saves its report", async () => {
    const desk = await openDesk(FEW);
    await openBulk(desk, 1);
    await setText(desk, "Department", "Department", "Field sales");
    await look(desk);
    await run(desk);
    await desk.user.click(screen.getByTestId("bulk-save"));
    await screen.findByText("Report written to ~/bulk-edit.csv");
  });

  it("that fails says why", async () => {
    const desk = await openDesk(FEW);
    await openBulk(desk, 1);
    await setText(desk, "Department", "Department", "Field sales");
    await look(desk);
    vi.spyOn(desk.backend.bulk, "run").mockRejectedValue({ message: "The disk is full.", hint: null });
    await desk.user.click(screen.getByTestId("bulk-run"));
    expect((await screen.findByTestId("bulk-failure")).textContent).toContain("The disk is full.");
    expect(screen.queryByTestId("bulk-run")).toBeNull();
  });

  it("of a field that goes meanwhile says so", async () => {
    const desk = await openDesk(FEW);
    const title = desk.backend.schema.FieldMetadata.find((field) => field.FieldName === "Title");
    const Field = { ...title, FieldName: "Badge", DisplayName: "Badge", IsProtected: false } as FieldMetadata;
    await desk.backend.changeSchema([{ AddField: { Field } }], false);
    await openBulk(desk, 1);
    await setText(desk, "Badge", "Badge", "7");
    await desk.backend.changeSchema([{ DeleteField: { Name: "Badge" } }], false);
    await screen.findByText("This field cannot be set any more. Take it out.");
    expect(screen.getByTestId("bulk-look").hasAttribute("disabled")).toBe(true);
  });

  it("is not offered in a read-only book", async () => {
    const desk = await openDesk({ ...FEW, readOnly: true });
    await focusList();
    await desk.user.keyboard(" ");
    await screen.findByTestId("selection-export");
    expect(screen.queryByTestId("selection-set")).toBeNull();
  });

  it("can be used by everyone, in each of its states", async () => {
    const desk = await openDesk(FEW);
    await openBulk(desk, 3);
    expect(await violations()).toEqual([]);
    await setText(desk, "Email", "Email", "nowhere");
    await desk.user.click(screen.getByTestId("bulk-add"));
    await chooseField(desk, "Lead source", 2);
    await desk.user.type(within(setting("LeadSource")).getByLabelText("Lead source"), "Web");
    await look(desk);
    expect(await violations()).toEqual([]);
    await desk.user.click(screen.getByRole("button", { name: "Do not set Email" }));
    await look(desk);
    await run(desk);
    expect(await violations()).toEqual([]);
  });
});

describe("many selected contacts", () => {
  it("stay selected while fields are set in them, without asking who is gone", async () => {
    const backend = new FakeBackend({ contacts: 60 });
    const desk = await openDesk({}, backend);
    await openBulk(desk, 30);
    await setText(desk, "Department", "Department", "Field sales");
    await look(desk);
    const asked = vi.spyOn(backend, "listKeys");
    await run(desk);
    expect(asked).not.toHaveBeenCalled();
    await desk.user.keyboard("{Escape}");
    expect(selected()).toBe("30 selected");
  });
});
