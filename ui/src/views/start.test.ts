import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { loadSettings } from "../lib/actions/settings";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { openDesk, rowKeys } from "../testing/desk";

describe("a first start", () => {
  it("offers the sample book, which opens full", async () => {
    const { user } = await openDesk({ book: false });
    await user.click(screen.getByTestId("start-sample"));
    await waitFor(() => expect(screen.getByTestId("count").textContent).toBe("250 contacts"));
    expect(rowKeys().length).toBeGreaterThan(10);
  });

  it("offers an empty book, which says what to do with it", async () => {
    const { user, backend } = await openDesk({ book: false });
    await user.click(screen.getByTestId("start-empty"));
    expect(await screen.findByText("This book is empty")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Open the sample book" })).toBeTruthy();
    expect(backend.store.records.size).toBe(0);
  });

  it("offers an import, which begins with the file that was picked", async () => {
    const { user } = await openDesk({ book: false });
    await user.click(screen.getByTestId("start-import"));
    const file = await screen.findByTestId("import-file");
    expect(file.textContent).toContain("fair-2026.csv");
  });

  it("is shown larger and smaller by key, at whatever the window shows, and so again next time", async () => {
    const { user, backend } = await openDesk({ book: false });
    await user.keyboard("{Control>}++{/Control}");
    await waitFor(() => expect(backend.zoom).toBe(1.25));
    expect(loadSettings().zoom).toBe(1.25);
    await user.keyboard("{Control>}0{/Control}");
    await waitFor(() => expect(backend.zoom).toBe(1));
  });

  it("stays where it is when no file is picked", async () => {
    const backend = new FakeBackend({ book: false });
    backend.transfer.file = null;
    const { user } = await openDesk({}, backend);
    await user.click(screen.getByTestId("start-import"));
    await waitFor(() => expect(screen.getByTestId("start-import").hasAttribute("disabled")).toBe(false));
    expect(screen.getByText("Welcome to Kith")).toBeTruthy();
  });

  it("says why a book could not be begun, and lets the person choose again", async () => {
    const backend = new FakeBackend({ book: false });
    vi.spyOn(backend, "startBook").mockRejectedValue({
      message: "The disk is full.",
      hint: "Free some space.",
    });
    const { user } = await openDesk({}, backend);
    await user.click(screen.getByTestId("start-empty"));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The disk is full.");
    expect(alert.textContent).toContain("Free some space.");
    expect(screen.getByTestId("start-sample").hasAttribute("disabled")).toBe(false);
  });
});

describe("a book that cannot be opened", () => {
  it("says why and tries again when asked", async () => {
    const backend = new FakeBackend({
      failure: { kind: "inUse", message: "The book is in use.", hint: "Close it." },
    });
    const { user } = await openDesk({}, backend);
    const view = screen.getByTestId("book-failure");
    expect(view.textContent).toContain("The book is in use.");
    const again = vi.spyOn(backend, "deskState").mockImplementation(() => new FakeBackend().deskState());
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByTestId("list")).toBeTruthy();
    expect(again).toHaveBeenCalledOnce();
  });
});

describe("a damaged book", () => {
  const failure = { kind: "damaged", message: "Change 7 is damaged.", hint: null } as const;

  it("says what happened and what a repair does, repairs, reports, and opens", async () => {
    const { user } = await openDesk({ contacts: 3, failure });
    const view = screen.getByTestId("book-failure");
    expect(view.textContent).toContain("Change 7 is damaged.");
    expect(view.textContent).toContain("Nothing in the book was changed");
    expect(view.textContent).toContain("kept in a folder beside the book");
    await user.click(screen.getByRole("button", { name: "Repair the book" }));
    const report = await screen.findByTestId("repair-report");
    for (const said of ["3 contacts, 512 changes", "Changes 498 to 499", "Ada Lovelace", "replaced-1"]) {
      expect(report.textContent).toContain(said);
    }
    expect(screen.getByRole("button", { name: "Copy this report" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Open the book" }));
    expect(await screen.findByTestId("list")).toBeTruthy();
  });

  it("says why it could not be repaired, and can be tried again", async () => {
    const backend = new FakeBackend({ failure });
    vi.spyOn(backend, "repairBook").mockRejectedValue({ message: "The disk is full.", hint: null });
    const { user } = await openDesk({}, backend);
    await user.click(screen.getByRole("button", { name: "Repair the book" }));
    expect(await screen.findByText("The disk is full.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Repair the book" }).hasAttribute("disabled")).toBe(false);
  });

  it("is not offered a repair where it is only in use", async () => {
    await openDesk({ failure: { kind: "inUse", message: "The book is in use.", hint: null } });
    expect(screen.queryByRole("button", { name: "Repair the book" })).toBeNull();
  });
});

describe("what the desk does unasked", () => {
  it("is told quietly: the last backup, one that failed, and room to give back", async () => {
    const { user } = await openDesk({
      contacts: 3,
      backup: {
        last: "2026-11-20T08:00:00.000Z",
        failure: { kind: "failed", message: "No space is left.", hint: null },
      },
      upkeep: { wasted: { onDisk: 96 * 2 ** 20, live: 20 * 2 ** 20 }, failure: null },
    });
    expect((await screen.findByTestId("backup-at")).textContent).toContain("Last backup:");
    expect(screen.getByTestId("backup-failed").textContent).toContain("No space is left.");
    expect(screen.getByTestId("compact-offer").textContent).toContain("76 MiB");
    await user.click(screen.getByRole("button", { name: "Give it back" }));
    expect((await screen.findByTestId("compact-said")).textContent).toContain("76 MiB");
    expect(screen.queryByTestId("compact-offer")).toBeNull();
  });

  it("leaves an offer alone that was put away", async () => {
    const upkeep = { wasted: { onDisk: 96 * 2 ** 20, live: 20 * 2 ** 20 }, failure: null };
    const { user } = await openDesk({ contacts: 3, upkeep });
    await user.click(screen.getByRole("button", { name: "Not now" }));
    expect(screen.queryByTestId("compact-offer")).toBeNull();
  });
});

describe("start-up", () => {
  it("marks the moment the first rows are on the screen", async () => {
    await openDesk({ contacts: 3 });
    await waitFor(() => expect(performance.getEntriesByName("kith:list-painted").length).toBe(1));
  });
});
