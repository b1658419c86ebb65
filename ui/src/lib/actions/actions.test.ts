import { describe, expect, it } from "vitest";
import { ACTIONS } from "./catalogue";
import { DEFAULTS, loadSettings, saveSettings } from "./settings";
import { actionFor, describeKeys, isTextField, type KeyPress } from "./shortcuts";
import { zoomed } from "./zoom";
import { didChange, didRedo, didUndo, nextRedo, nextUndo, NOTHING_DONE } from "./undo";

function press(key: string, mods: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...mods };
}

describe("a shortcut", () => {
  it.each([
    ["s", "save"],
    ["f", "find"],
    ["g", "goTo"],
    ["n", "new"],
    ["z", "undo"],
    ["y", "redo"],
  ])("Ctrl+%s calls up %s", (key, action) => {
    expect(actionFor(press(key, { ctrlKey: true }), false, false)).toBe(action);
  });

  it("is Cmd on a Mac and Ctrl elsewhere, never the other", () => {
    expect(actionFor(press("s", { metaKey: true }), false, true)).toBe("save");
    expect(actionFor(press("s", { ctrlKey: true }), false, true)).toBeNull();
    expect(actionFor(press("s", { metaKey: true }), false, false)).toBeNull();
  });

  it("is found with Caps Lock on, and tells Shift apart", () => {
    expect(actionFor(press("S", { ctrlKey: true }), false, false)).toBe("save");
    expect(actionFor(press("Z", { ctrlKey: true, shiftKey: true }), false, false)).toBe("redo");
    expect(actionFor(press("s", { ctrlKey: true, shiftKey: true }), false, false)).toBeNull();
    expect(actionFor(press("s", { ctrlKey: true, altKey: true }), false, false)).toBeNull();
  });

  it("of the text stays the text's own while one types", () => {
    expect(actionFor(press("z", { ctrlKey: true }), true, false)).toBeNull();
    expect(actionFor(press("?", { shiftKey: true }), true, false)).toBeNull();
    expect(actionFor(press("/"), true, false)).toBeNull();
    expect(actionFor(press("/"), false, false)).toBe("find");
    expect(actionFor(press("s", { ctrlKey: true }), true, false)).toBe("save");
  });

  it("of the size is found however the keyboard writes a plus", () => {
    for (const keys of [press("+", { ctrlKey: true }), press("=", { ctrlKey: true })]) {
      expect(actionFor(keys, true, false)).toBe("zoomIn");
    }
    expect(actionFor(press("+", { ctrlKey: true, shiftKey: true }), false, false)).toBe("zoomIn");
    expect(actionFor(press("-", { ctrlKey: true }), true, false)).toBe("zoomOut");
    expect(actionFor(press("+"), false, false)).toBeNull();
    expect([describeKeys("Mod+Plus", false), describeKeys("Mod+Plus", true)]).toEqual(["Ctrl+Plus", "⌘+"]);
  });

  it("is one of a kind", () => {
    const keys = ACTIONS.flatMap((action) => [...action.keys]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("is written as the system writes it", () => {
    expect(describeKeys("Mod+Shift+Z", false)).toBe("Ctrl+Shift+Z");
    expect(describeKeys("Mod+Shift+Z", true)).toBe("⇧⌘Z");
  });

  it("knows where typing goes", () => {
    const make = (html: string): Element | null => {
      const box = document.createElement("div");
      box.innerHTML = html;
      return box.firstElementChild;
    };
    expect(isTextField(make("<input type=text>"))).toBe(true);
    expect(isTextField(make("<textarea></textarea>"))).toBe(true);
    expect(isTextField(make("<input type=text readonly>"))).toBe(false);
    expect(isTextField(make("<input type=radio>"))).toBe(false);
    expect(isTextField(make("<button></button>"))).toBe(false);
  });
});

describe("undo", () => {
  it("takes back the last change first, and redo brings it back", () => {
    const two = didChange(didChange(NOTHING_DONE, "c1"), "c2");
    expect(nextUndo(two)).toBe("c2");
    const undone = didUndo(two, "c2", "u2");
    expect([nextUndo(undone), nextRedo(undone)]).toEqual(["c1", "u2"]);
    const redone = didRedo(undone, "u2", "r2");
    expect([nextUndo(redone), nextRedo(redone)]).toEqual(["r2", null]);
  });

  it("forgets what was undone when something new is done", () => {
    const undone = didUndo(didChange(NOTHING_DONE, "c1"), "c1", "u1");
    expect(nextRedo(didChange(undone, "c2"))).toBeNull();
  });

  it("can take back an older change by name, the others keeping their order", () => {
    const three = ["c1", "c2", "c3"].reduce(didChange, NOTHING_DONE);
    expect(didUndo(three, "c2", "u").done).toEqual(["c1", "c3"]);
  });
});

describe("the size", () => {
  it("goes step by step, stays at either end, and goes back to the usual", () => {
    expect([zoomed(1, "zoomIn"), zoomed(1, "zoomOut"), zoomed(2, "zoomReset")]).toEqual([1.1, 0.9, 1]);
    expect([zoomed(3, "zoomIn"), zoomed(0.8, "zoomOut")]).toEqual([3, 0.8]);
  });
});

describe("the window's settings", () => {
  it("are remembered", () => {
    saveSettings({ ...DEFAULTS, theme: "dark", listWidth: 500 });
    expect(loadSettings()).toEqual({ ...DEFAULTS, theme: "dark", listWidth: 500 });
  });

  it("are as in the beginning where what was kept is damaged", () => {
    const keep = (text: string): void => localStorage.setItem("kith.settings", text);
    keep("{");
    expect(loadSettings()).toEqual(DEFAULTS);
    keep('{"theme":"pink","listWidth":-4,"viewsShown":"no","zoom":99}');
    expect(loadSettings()).toEqual(DEFAULTS);
    keep("null");
    expect(loadSettings()).toEqual(DEFAULTS);
  });

  it("cost nothing but the memory where the store refuses", () => {
    const full = {
      setItem: () => {
        throw new Error("full");
      },
    };
    expect(() => saveSettings(DEFAULTS, full)).not.toThrow();
  });
});
