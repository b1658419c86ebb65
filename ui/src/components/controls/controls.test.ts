import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import type { Component } from "svelte";
import { describe, expect, it, vi } from "vitest";
import type { JsonValue, PicklistMetadata } from "../../lib/ipc/types";
import { field } from "../../testing/schema";
import CheckboxControl from "./CheckboxControl.svelte";
import DateControl from "./DateControl.svelte";
import ImageControl from "./ImageControl.svelte";
import LongTextControl from "./LongTextControl.svelte";
import MultiPicklistControl from "./MultiPicklistControl.svelte";
import NumberControl from "./NumberControl.svelte";
import PicklistControl from "./PicklistControl.svelte";
import type { ControlProps } from "./props";
import ReferenceControl from "./ReferenceControl.svelte";
import TextControl from "./TextControl.svelte";
import ThreeWayControl from "./ThreeWayControl.svelte";

const LIST: PicklistMetadata = {
  Name: "L",
  AllowNonConfiguredPicklistEntries: true,
  PicklistEntries: [
    { Value: "r", DisplayText: "Red", Sequence: 1, IsDeprecated: false },
    { Value: "g", DisplayText: "Green", Sequence: 2, IsDeprecated: false },
  ],
};

/** Draws a control whose value follows what it hands on, as the form does; `values` is all it handed on. */
function draw(
  Control: Component<ControlProps>,
  value: JsonValue,
  over: Partial<ControlProps> = {},
): { values: JsonValue[]; user: ReturnType<typeof userEvent.setup> } {
  const values: JsonValue[] = [];
  const props: ControlProps = {
    id: "c",
    labelId: "c-label",
    describedBy: "c-message",
    field: field("F"),
    value,
    readOnly: false,
    invalid: false,
    oninput: (next) => {
      values.push(next);
      void drawn.rerender({ value: next });
    },
    ...over,
  };
  const drawn = render(Control, props);
  return { values, user: userEvent.setup() };
}

function box(): HTMLInputElement {
  const found = document.getElementById("c");
  if (found === null) throw new Error("no control");
  return found as HTMLInputElement;
}

describe("a text", () => {
  it("is handed on as typed, blanks and all, and as nothing once it is emptied", async () => {
    const { values, user } = draw(TextControl, null);
    await user.type(box(), " a");
    expect(values).toEqual([" ", " a"]);
    await user.clear(box());
    expect(values.at(-1)).toBeNull();
  });

  it("shows markup as the text it is", () => {
    draw(TextControl, "<b>x</b>");
    expect(box().value).toBe("<b>x</b>");
  });

  it("cannot be typed into when it is read-only", async () => {
    const { values, user } = draw(TextControl, "a", { readOnly: true });
    await user.type(box(), "b");
    expect(values).toEqual([]);
  });

  it("of several lines keeps the line ends it came with", async () => {
    const { values, user } = draw(LongTextControl, "a\r\nb");
    await user.type(box(), "c");
    expect(values.at(-1)).toBe("a\r\nbc");
  });
});

describe("a number", () => {
  it("stays as typed on the way, and is handed on as a number", async () => {
    const { values, user } = draw(NumberControl, null);
    await user.type(box(), "1.50");
    expect(box().value).toBe("1.50");
    expect(values.at(-1)).toBe(1.5);
  });

  it("of more digits than a double holds loses none of them", async () => {
    const { values, user } = draw(NumberControl, { $number: "12345678901234567890.1234" });
    expect(box().value).toBe("12345678901234567890.1234");
    await user.type(box(), "5");
    expect(box().value).toBe("12345678901234567890.12345");
    expect(values.at(-1)).toEqual({ $number: "12345678901234567890.12345" });
  });

  it("that is none is handed on as its text, for the book to refuse", async () => {
    const { values, user } = draw(NumberControl, null);
    await user.type(box(), "1,5");
    expect(values.at(-1)).toBe("1,5");
  });

  it("follows a value that came from elsewhere", async () => {
    const drawn = render(NumberControl, {
      id: "c",
      labelId: "",
      describedBy: "",
      field: field("F"),
      value: 1,
      readOnly: false,
      invalid: false,
      oninput: () => undefined,
    });
    await drawn.rerender({ value: 7 });
    expect(box().value).toBe("7");
  });
});

describe("a choice of three", () => {
  it("writes the words of a text field", async () => {
    const { values, user } = draw(ThreeWayControl, null, { field: field("F", { Format: "true-false" }) });
    await user.click(screen.getByRole("radio", { name: "Yes" }));
    await user.click(screen.getByRole("radio", { name: "Not set" }));
    expect(values).toEqual(["true", null]);
  });

  it("writes the booleans of a boolean field", async () => {
    const { values, user } = draw(ThreeWayControl, null, { field: field("F", { DataType: "Boolean" }) });
    await user.click(screen.getByRole("radio", { name: "No" }));
    expect(values).toEqual([false]);
  });

  it("shows a value that is none of the three", () => {
    draw(ThreeWayControl, "maybe", { field: field("F", { Format: "true-false" }) });
    expect(screen.getByText("maybe")).toBeTruthy();
    expect(screen.queryByRole("radio", { checked: true })).toBeNull();
  });
});

describe("a checkbox", () => {
  it("says in a word what it stands at", async () => {
    const { values, user } = draw(CheckboxControl, false);
    expect(screen.getByLabelText("No")).toBe(box());
    await user.click(box());
    expect(values).toEqual([true]);
    expect(screen.getByLabelText("Yes")).toBe(box());
  });
});

describe("a date", () => {
  it("is typed as it is stored", async () => {
    const { values, user } = draw(DateControl, null);
    await user.type(box(), "2026-02-03");
    expect(values.at(-1)).toBe("2026-02-03");
  });

  it("is chosen by the keyboard in a calendar, which gives the keyboard back", async () => {
    const { values, user } = draw(DateControl, "2026-02-03");
    await user.click(screen.getByRole("button", { name: /Choose a date/ }));
    await vi.waitFor(() => expect(document.activeElement?.textContent.trim()).toBe("3"));
    await user.keyboard("{ArrowRight}{ArrowDown}");
    await vi.waitFor(() => expect(document.activeElement?.textContent.trim()).toBe("11"));
    await user.keyboard("{Enter}");
    expect(values).toEqual(["2026-02-11"]);
    expect(document.activeElement).toBe(box());
    expect(screen.queryByText("February 2026")).toBeNull();
  });

  it("is left as it was by Escape", async () => {
    const { values, user } = draw(DateControl, "2026-02-03");
    await user.click(screen.getByRole("button", { name: /Choose a date/ }));
    await user.keyboard("{Escape}");
    expect(screen.queryByText("February 2026")).toBeNull();
    expect(values).toEqual([]);
  });
});

describe("a picklist", () => {
  it("shows the text and stores the value, chosen by the keyboard", async () => {
    const { values, user } = draw(PicklistControl, "r", { picklist: LIST });
    expect(box().value).toBe("Red");
    box().focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{Enter}");
    expect(values).toEqual(["g"]);
    expect(box().value).toBe("Green");
    expect(box().getAttribute("aria-expanded")).toBe("false");
  });

  it("narrows while one types, and keeps what is on no list", async () => {
    const { values, user } = draw(PicklistControl, null, { picklist: LIST });
    await user.type(box(), "gr");
    expect(screen.getAllByRole("option").map((option) => option.textContent.trim())).toEqual(["Green"]);
    expect(values.at(-1)).toBe("gr");
  });

  it("is put away by Escape, which does nothing else", async () => {
    const { user } = draw(PicklistControl, null, { picklist: LIST });
    const outside = vi.fn();
    document.addEventListener("keydown", outside);
    await user.type(box(), "g");
    outside.mockClear();
    await user.keyboard("{Escape}");
    document.removeEventListener("keydown", outside);
    expect(box().getAttribute("aria-expanded")).toBe("false");
    expect(outside).not.toHaveBeenCalled();
  });

  it("of several keeps an entry that is no longer on its list", async () => {
    const { values, user } = draw(MultiPicklistControl, ["odd"], { picklist: LIST });
    await user.click(screen.getByRole("checkbox", { name: "Green" }));
    expect(values.at(-1)).toEqual(["odd", "g"]);
    await user.click(screen.getByRole("checkbox", { name: "odd" }));
    await user.click(screen.getByRole("checkbox", { name: "Green" }));
    expect(values.at(-1)).toBeNull();
  });
});

describe("a reference", () => {
  it("takes a suggestion whole: its name and its ID", async () => {
    const suggest = vi.fn().mockResolvedValue([{ Id: "1", Name: "Acme" }]);
    const { values, user } = draw(ReferenceControl, null, { suggest });
    await user.type(box(), "ac");
    await user.click(await screen.findByRole("option", { name: /Acme/ }));
    expect(values.at(-1)).toEqual({ Id: "1", Name: "Acme" });
    expect(suggest).toHaveBeenCalledWith("ac");
  });

  it("keeps its ID while its name is corrected, and loses it when the name is emptied", async () => {
    const { values, user } = draw(ReferenceControl, { Id: "1", Name: "Acm" });
    await user.type(box(), "e");
    expect(values.at(-1)).toEqual({ Id: "1", Name: "Acme" });
    await user.clear(box());
    expect(values.at(-1)).toBeNull();
  });
});

describe("a picture", () => {
  it("is shown only when it travels in the value itself: nothing is fetched", async () => {
    draw(ImageControl, "https://example.com/x.png");
    expect(document.querySelector("img")).toBeNull();
    draw(ImageControl, "data:image/png;base64,AAAA", { id: "d" });
    expect(document.querySelectorAll("img").length).toBe(1);
  });
});
