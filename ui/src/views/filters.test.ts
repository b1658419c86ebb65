import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../lib/ipc/types";
import { type Desk, openDesk } from "../testing/desk";
import { chip, choice, count, focusList, openFilter } from "../testing/list";

const MANY = { contacts: 60 };

function having({ backend }: Desk, passes: (record: Record<string, JsonValue>) => boolean): number {
  return [...backend.store.records.values()].filter(passes).length;
}

describe("filters", () => {
  it("are made of a field's values, each with its exact count", async () => {
    const desk = await openDesk(MANY);
    await openFilter(desk, "LeadSource");
    const web = having(desk, (record) => record["LeadSource"] === "Web");
    const phone = having(desk, (record) => record["LeadSource"] === "Phone Inquiry");
    const option = await choice("filter-values", '"Web"');
    expect(option.textContent).toContain(String(web));
    await desk.user.click(option);
    await waitFor(() => expect(count()).toBe(`${web} of 60`));
    await desk.user.click(await choice("filter-values", '"Phone Inquiry"'));
    await waitFor(() => expect(count()).toBe(`${web + phone} of 60`));
    expect(chip("LeadSource").textContent).toContain("Lead source: Web or Phone Inquiry");
    expect((await choice("filter-values", '"Web"')).getAttribute("aria-selected")).toBe("true");
  });

  it("find those without a value, and the values that hold a text", async () => {
    const desk = await openDesk(MANY);
    await openFilter(desk, "Title");
    const without = having(desk, (record) => (record["Title"] ?? null) === null);
    expect(without).toBeGreaterThan(0);
    const option = await choice("filter-values", "null");
    expect(option.textContent).toContain("No value");
    expect(option.textContent).toContain(String(without));
    await desk.user.click(option);
    await waitFor(() => expect(count()).toBe(`${without} of 60`));
    await desk.user.type(screen.getByRole("combobox", { name: "Values of Title" }), "counsel");
    await waitFor(() =>
      expect(screen.getByTestId("filter-values").querySelectorAll("[data-choice]").length).toBe(1),
    );
    expect(screen.getByTestId("filter-values").textContent).toContain("Legal Counsel");
  });

  it("are opened again from their chip, taken away one by one, and all at once", async () => {
    const desk = await openDesk(MANY);
    await openFilter(desk, "LeadSource");
    await desk.user.click(await choice("filter-values", '"Web"'));
    await openFilter(desk, "IsEmailBounced");
    await desk.user.click(await choice("filter-values", "false"));
    await desk.user.click(within(chip("LeadSource")).getByRole("button", { name: /^Lead source: Web/ }));
    expect(screen.getByTestId("filter-values").dataset["field"]).toBe("LeadSource");
    await desk.user.click(screen.getByRole("button", { name: "Remove the filter of Email bounced" }));
    await waitFor(() =>
      expect(screen.getByTestId("filters").querySelectorAll("[data-filter]").length).toBe(1),
    );
    await openFilter(desk, "IsEmailBounced");
    await desk.user.click(await choice("filter-values", "false"));
    await desk.user.click(screen.getByTestId("filter-clear"));
    await waitFor(() => expect(count()).toBe("60 contacts"));
    expect(document.activeElement).toBe(screen.getByTestId("filter-new"));
  });

  it("need no mouse: made, opened and removed by key, the keyboard back where it was", async () => {
    const desk = await openDesk(MANY);
    await focusList();
    screen.getByTestId("filter-new").focus();
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.getAttribute("role")).toBe("combobox"));
    await desk.user.keyboard("lead{Enter}");
    await choice("filter-values", '"Web"');
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("aria-label")).toBe("Values of Lead source"),
    );
    await desk.user.keyboard("web{Enter}{Escape}");
    await waitFor(() => expect(screen.queryByTestId("filter-values")).toBeNull());
    expect(document.activeElement).toBe(screen.getByTestId("filter-new"));
    await desk.user.keyboard("{Tab}");
    expect(chip("LeadSource").contains(document.activeElement)).toBe(true);
    await desk.user.keyboard("{Delete}");
    await waitFor(() => expect(count()).toBe("60 contacts"));
    expect(document.activeElement).toBe(screen.getByTestId("filter-new"));
  });

  it("say so where nothing passes, and go by one button", async () => {
    const desk = await openDesk(MANY);
    await openFilter(desk, "LeadSource");
    await desk.user.click(await choice("filter-values", '"Web"'));
    await desk.user.type(screen.getByRole("searchbox"), "nobody at all");
    await screen.findByText("Nothing found");
    await desk.user.click(screen.getByRole("button", { name: "Clear the filters" }));
    expect(screen.getByTestId("filters").querySelector("[data-filter]")).toBeNull();
  });

  it("follow the book: a count that is shown is the one of now", async () => {
    const desk = await openDesk(MANY);
    await openFilter(desk, "LeadSource");
    const web = having(desk, (record) => record["LeadSource"] === "Web");
    await choice("filter-values", '"Web"');
    desk.backend.store.create(
      { ExternalId: "new", Name: "New", LeadSource: "Web", IsEmailBounced: false },
      "desk",
    );
    await waitFor(async () =>
      expect((await choice("filter-values", '"Web"')).textContent).toContain(`${web + 1}`),
    );
  });
});

describe("the help beside the search", () => {
  it("says what can be typed and gives the keyboard back", async () => {
    const desk = await openDesk(MANY);
    await focusList();
    const button = screen.getByTestId("query-help-open");
    await desk.user.click(button);
    expect(screen.getByTestId("query-help").textContent).toContain("is:bounced");
    await desk.user.keyboard("{Escape}");
    expect(screen.queryByTestId("query-help")).toBeNull();
    expect(document.activeElement).toBe(button);
  });
});
