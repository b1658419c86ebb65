import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { FakeBackend } from "../lib/ipc/fake/fake";
import { externalIdOf } from "../lib/ipc/fake/people";
import {
  buttonIn,
  type Desk,
  formOf,
  input,
  openContact,
  openDesk,
  retype,
  row,
  save,
} from "../testing/desk";

const YEARS_AGO = "2020-03-04T05:06:07.000Z";

async function showBook({ user }: Desk): Promise<HTMLElement> {
  await user.click(await screen.findByTestId("show-book"));
  return screen.findByTestId("book");
}

/** The book's view of a book with a backup, after which a contact got another title. */
async function changedAfterBackup(): Promise<Desk> {
  const desk = await openDesk({ contacts: 5 });
  desk.backend.backups.make("daily");
  await openContact(desk, 2);
  await retype(desk, "Title", "Later");
  await save(desk);
  await screen.findByTestId("saved");
  await showBook(desk);
  return desk;
}

function backups(): HTMLElement[] {
  return within(screen.getByTestId("backups")).queryAllByRole("listitem");
}

async function says(text: string): Promise<void> {
  await waitFor(() => expect(screen.getByTestId("book-status").textContent).toContain(text));
}

describe("the book's view", () => {
  it("tells which Kith this is, to copy into a report", async () => {
    const desk = await openDesk({ contacts: 5 });
    await showBook(desk);
    const about = await screen.findByTestId("about");
    expect(about.textContent).toContain("0.0.0");
    await desk.user.click(within(about).getByRole("button", { name: "Copy what this Kith is" }));
    expect(await navigator.clipboard.readText()).toBe(
      "Kith\nVersion: 0.0.0\nBuilt from commit: none, a build of the sources\nSystem: none\nWeb view: —",
    );
  });

  it("tells where the book is, what it holds and what there is of backups", async () => {
    const desk = await openDesk({ contacts: 5 });
    desk.backend.backups.make("daily", YEARS_AGO);
    const view = await showBook(desk);
    expect(document.activeElement?.textContent).toBe("Book");
    for (const said of ["~/Kith/Contacts", "6 MiB; 2.5 MiB of it is in use", "Every change is kept."]) {
      await waitFor(() => expect(view.textContent).toContain(said));
    }
    expect(backups().map((item) => item.textContent)).toEqual([
      expect.stringMatching(/Mar 4, 2020.*backup of the day.*5 contacts, 3.5 KiB/s),
    ]);
  });

  it("leaves the views telling of the newest backup, though it knows of an older one only", async () => {
    const desk = await openDesk({ contacts: 5, backup: { last: "2026-11-20T08:00:00.000Z", failure: null } });
    desk.backend.backups.make("daily", YEARS_AGO);
    const view = await showBook(desk);
    await waitFor(() => expect(view.textContent).toContain("Mar 4, 2020"));
    expect(screen.getByTestId("backup-at").textContent).toContain("2026");
  });

  it("is reached and left by key, and contacts are found from it", async () => {
    const desk = await openDesk({ contacts: 5 });
    await row(1);
    await desk.user.keyboard("{Control>}{Shift>}b{/Shift}{/Control}");
    await screen.findByTestId("book");
    expect(screen.queryByTestId("list")).toBeNull();
    await desk.user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement?.id).toBe("list"));
    await desk.user.keyboard("{Control>}{Shift>}b{/Shift}{/Control}");
    await screen.findByTestId("book");
    await desk.user.keyboard("{Control>}f{/Control}");
    await waitFor(() => expect(document.activeElement?.id).toBe("search"));
    expect(screen.queryByTestId("book")).toBeNull();
  });

  it("keeps an open record and its edits while it is shown", async () => {
    const desk = await openDesk({ contacts: 5 });
    await openContact(desk, 2);
    await retype(desk, "Title", "Typed");
    await showBook(desk);
    await desk.user.keyboard("{Escape}");
    expect(input("Title").value).toBe("Typed");
  });

  it("keeps an open record open where it has the window to itself, as the fields do", async () => {
    const desk = await openDesk({ contacts: 5 });
    await openContact(desk, 2);
    Object.assign(window, { innerWidth: 600 });
    window.dispatchEvent(new Event("resize"));
    onTestFinished(() => void Object.assign(window, { innerWidth: 1280 }));
    await waitFor(() => expect(screen.queryByTestId("list")).toBeNull());
    for (const [key, testid, back] of [
      ["b", "book", "Back to the list"],
      ["f", "fields", "Close"],
    ] as const) {
      await desk.user.keyboard(`{Control>}{Shift>}${key}{/Shift}{/Control}`);
      await screen.findByTestId(testid);
      await desk.user.click(buttonIn(testid, back));
      await formOf(externalIdOf(2));
      await waitFor(() => expect(document.activeElement?.id).toBe("panel-record"));
    }
  });

  it("shows a read-only book's backups and nothing to do about them", async () => {
    const backend = new FakeBackend({ contacts: 5, readOnly: true });
    backend.backups.make("daily");
    await showBook(await openDesk({}, backend));
    await waitFor(() => expect(backups().length).toBe(1));
    const view = within(screen.getByTestId("book"));
    await view.findByText(/is in use/);
    expect(view.getAllByRole("button").map((button) => button.getAttribute("aria-label"))).toEqual([
      "Back to the list",
      "Copy what this Kith is",
    ]);
    expect(view.queryByRole("radio")).toBeNull();
  });
});

describe("backups", () => {
  it("are made at a click, told, and listed with why they were made", async () => {
    const desk = await openDesk({ contacts: 5 });
    await showBook(desk);
    await screen.findByText("There is no backup yet.");
    await desk.user.click(screen.getByTestId("back-up"));
    await says("Backup made: 5 contacts");
    await waitFor(() => expect(backups()[0]?.textContent).toContain("made by hand"));
  });

  it("are verified one at a time, and the window says what it is doing", async () => {
    const desk = await changedAfterBackup();
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((open) => (finish = open));
    const real = desk.backend.verifyBackup.bind(desk.backend);
    vi.spyOn(desk.backend, "verifyBackup").mockImplementation((file) => gate.then(() => real(file)));
    const making = vi.spyOn(desk.backend, "createBackup");
    await desk.user.click(await screen.findByRole("button", { name: /^Verify/ }));
    await says("Restoring the backup for a trial");
    await desk.user.click(screen.getByTestId("back-up"));
    expect(making).not.toHaveBeenCalled();
    const asking = vi.spyOn(desk.backend, "listBackups");
    finish();
    await says("is whole and can be restored");
    expect(asking).not.toHaveBeenCalled();
    expect(backups()[0]?.textContent).toContain("Restored for a trial: whole");
  });

  it("that do not read say why and offer nothing", async () => {
    const desk = await openDesk({ contacts: 5 });
    desk.backend.backups.makeDamaged(YEARS_AGO);
    await showBook(desk);
    await waitFor(() => expect(backups()[0]?.textContent).toContain("does not match its checksum"));
    expect(within(screen.getByTestId("backups")).queryByRole("button", { name: /^Restore/ })).toBeNull();
  });

  it("that could not be made say so, with what to do", async () => {
    const desk = await openDesk({ contacts: 5 });
    vi.spyOn(desk.backend, "createBackup").mockRejectedValue({ message: "The disk is full.", hint: null });
    await showBook(desk);
    await desk.user.click(screen.getByTestId("back-up"));
    const said = await screen.findByTestId("book-said");
    expect(said.getAttribute("role")).toBe("alert");
    expect(said.textContent).toMatch(/No backup was made.*The disk is full.*Make room on the disk/s);
  });
});

describe("a restore", () => {
  it("asks first, names what is newer, and is called off by Escape", async () => {
    const desk = await changedAfterBackup();
    const restoring = vi.spyOn(desk.backend, "restoreBackup");
    await desk.user.click(await screen.findByRole("button", { name: /^Restore the backup of/ }));
    const question = await screen.findByTestId("restore-question");
    expect(document.activeElement).toBe(question);
    expect(question.textContent).toContain("1 change made after it will not be in the book.");
    await desk.user.keyboard("{Escape}");
    expect(screen.queryByTestId("restore-question")).toBeNull();
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Restore the backup of/),
    );
    expect(screen.queryByTestId("book")).not.toBeNull();
    expect(restoring).not.toHaveBeenCalled();
  });

  it("shows the restored book, and what was there before can be had back", async () => {
    const desk = await changedAfterBackup();
    await desk.user.click(await screen.findByRole("button", { name: /^Restore the backup of/ }));
    const asking = vi.spyOn(desk.backend, "listBackups");
    await desk.user.click(screen.getByTestId("restore-now"));
    const told = await screen.findByTestId("restored-book");
    expect(told.textContent).toMatch(/The book is as it was.*What was there before is in the backup of/s);
    await waitFor(() => expect(backups()[0]?.textContent).toContain("before another was restored"));
    expect(asking).toHaveBeenCalledTimes(1);
    await desk.user.click(screen.getByTestId("show-contacts"));
    await openContact(desk, 2);
    expect(input("Title").value).not.toBe("Later");

    await showBook(desk);
    const [newest] = await screen.findAllByRole("button", { name: /^Restore the backup of/ });
    if (newest) await desk.user.click(newest);
    expect(screen.getByTestId("restore-question").textContent).toContain("not of this book’s own past");
    await desk.user.click(screen.getByTestId("restore-now"));
    await waitFor(() => expect(backups().length).toBe(3));
    await desk.user.click(screen.getByTestId("show-contacts"));
    await openContact(desk, 2);
    expect(input("Title").value).toBe("Later");
  });

  it("keeps unsaved edits, and says so before and after", async () => {
    const desk = await changedAfterBackup();
    await desk.user.keyboard("{Escape}");
    await formOf(externalIdOf(2));
    await retype(desk, "Fax", "typed");
    await showBook(desk);
    await desk.user.click(await screen.findByRole("button", { name: /^Restore the backup of/ }));
    const question = screen.getByTestId("restore-question");
    expect(question.textContent).toContain("The unsaved edits of 1 contact stay");
    await desk.user.click(screen.getByTestId("restore-now"));
    const told = await screen.findByTestId("restored-book");
    await waitFor(() =>
      expect(told.textContent).toContain("The unsaved edits of 1 contact are still there."),
    );
    const unsaved = await screen.findByTestId("unsaved");
    await desk.user.click(within(unsaved).getByRole("button"));
    await formOf(externalIdOf(2));
    expect(input("Fax").value).toBe("typed");
  });

  it("that failed leaves the window as it was and says what to do", async () => {
    const desk = await changedAfterBackup();
    vi.spyOn(desk.backend, "restoreBackup").mockRejectedValue({ message: "Line 7 is damaged.", hint: null });
    await desk.user.click(await screen.findByRole("button", { name: /^Restore the backup of/ }));
    await desk.user.click(screen.getByTestId("restore-now"));
    const said = await screen.findByTestId("book-said");
    expect(said.textContent).toMatch(
      /The backup was not restored.*Line 7 is damaged.*The book is as it was/s,
    );
    await desk.user.keyboard("{Escape}");
    expect(input("Title").value).toBe("Later");
  });
});

describe("how long history is kept", () => {
  it("is set once it was told what goes, and the change is gone then", async () => {
    const desk = await changedAfterBackup();
    const changes = desk.backend.store.changes;
    desk.backend.store.updateAll([...desk.backend.store.records.values()].slice(0, 1), { Title: "New" });
    for (const change of changes.slice(1)) change.At = YEARS_AGO;
    await desk.user.click(await screen.findByRole("radio", { name: "1 year" }));
    const told = await screen.findByTestId("would-forget");
    await waitFor(() => expect(told.textContent).toMatch(/1 change, up to Mar 4, 2020.*would be forgotten/s));
    expect([desk.backend.retention.days, changes.length]).toEqual([null, 2]);
    await desk.user.click(buttonIn("would-forget", "Forget 1 change"));
    await says("1 change forgotten. History is kept: 1 year");
    expect([desk.backend.retention.days, changes.length]).toEqual([365, 1]);
    await waitFor(() => expect(backups()[0]?.textContent).toContain("before old changes were forgotten"));
  });

  it("stays as it was when the person thinks better of it", async () => {
    const desk = await openDesk({ contacts: 5 });
    await showBook(desk);
    await desk.user.click(await screen.findByRole("radio", { name: "30 days" }));
    await screen.findByText(/No change is that old yet/);
    await desk.user.click(buttonIn("would-forget", "Leave it as it is"));
    const kept = await screen.findByRole("radio", { name: "for ever", checked: true });
    await waitFor(() => expect(document.activeElement).toBe(kept));
    expect(desk.backend.retention.days).toBeNull();
  });

  it("shows a span that was set elsewhere", async () => {
    const desk = await openDesk({ contacts: 5 });
    desk.backend.retention.days = 45;
    await showBook(desk);
    await screen.findByRole("radio", { name: "45 days", checked: true });
  });
});

describe("compacting at one's own wish", () => {
  it("says what it gives back, before and after, and is not offered any more", async () => {
    const upkeep = { wasted: { onDisk: 96 * 2 ** 20, live: 20 * 2 ** 20 }, failure: null };
    const desk = await openDesk({ contacts: 5, upkeep });
    await showBook(desk);
    await screen.findByText(/gives back up to 76 MiB/);
    await desk.user.click(screen.getByTestId("compact"));
    await says("76 MiB of disk space given back");
    await desk.user.keyboard("{Escape}");
    expect(screen.queryByTestId("compact-offer")).toBeNull();
  });
});
