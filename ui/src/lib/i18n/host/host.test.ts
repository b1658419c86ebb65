import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { field } from "../../../testing/schema";
import { layout, schema } from "../../ipc/fake/schema";
import type { Code, FieldMetadata, Issue } from "../../ipc/types";
import { speakAs } from "..";
import { placesOf } from "../message";
import { german } from "../translation-de";
import { deHost } from "./de-host";
import { shipped } from "./en-host";
import { asStored, failureInWords, issueText, layoutInWords, queryProblem, schemaInWords } from ".";

beforeEach(() => speakAs(german, "de"));
afterEach(() => speakAs(null, "en"));

describe("what is shipped in English", () => {
  it("is what the book's own schema and layout say", () => {
    const there = {
      [`object.${schema.Name}`]: schema.DisplayName,
      ...Object.fromEntries(
        schema.FieldMetadata.map((known) => [`field.${known.FieldName}`, known.DisplayName]),
      ),
      ...Object.fromEntries(
        schema.FieldMetadata.flatMap(({ FieldName, Description }) =>
          Description === undefined ? [] : [[`help.${FieldName}`, Description]],
        ),
      ),
      ...Object.fromEntries(layout.Groups.map((group) => [`group.${group.Name}`, group.Label])),
      ...Object.fromEntries(layout.Views.map((view) => [`view.${view.Name}`, view.Label])),
    };
    expect(shipped).toEqual(there);
  });

  it("is shown in the window's language, each field by a name of its own", () => {
    const labels = schemaInWords(schema).FieldMetadata.map((known) => known.DisplayName);
    expect(labels).toContain("Nachname");
    expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
    expect(layoutInWords(layout).Views.map((view) => view.Label)).toContain("Alle Kontakte");
  });

  it("stays as a person wrote it where they did", () => {
    const mine = schema.FieldMetadata.map((known) =>
      known.FieldName === "Title" ? { ...known, DisplayName: "Function" } : known,
    );
    const shown = schemaInWords({ ...schema, FieldMetadata: [...mine, field("First name")] });
    expect(shown.FieldMetadata.find((known) => known.FieldName === "Title")?.DisplayName).toBe("Function");
    expect(shown.FieldMetadata.at(-1)?.DisplayName).toBe("The First name");
  });

  it("is stored as it was when a layout is arranged that was shown in another language", () => {
    const { Groups } = layoutInWords(layout);
    expect(asStored({ Groups })).toEqual({ Groups: layout.Groups });
    const renamed = Groups.map((group, at) => (at === 0 ? { ...group, Label: "Wer" } : group));
    const stored = asStored({ Groups: renamed })["Groups"] as typeof Groups;
    expect(stored.map(({ Label }) => Label).slice(0, 2)).toEqual(["Wer", "Company"]);
    expect(asStored({ ListColumns: ["Name"] })).toEqual({ ListColumns: ["Name"] });
  });

  it("is left alone in an English window", () => {
    speakAs(null, "en");
    expect(schemaInWords(schema)).toBe(schema);
    expect(layoutInWords(layout)).toBe(layout);
  });
});

function issue(Code: Code, Field?: string): Issue {
  return { Code, Message: "the host's English", ...(Field !== undefined && { Field }) };
}

function said(code: Code, over: Partial<FieldMetadata> = {}): string {
  return issueText(issue(code, "Thing"), field("Thing", over));
}

describe("an issue", () => {
  it.each([
    ["RequiredField", {}, /^The Thing: .*Pflichtfeld/],
    ["TooLong", { Length: 40 }, /höchstens 40 Zeichen/],
    ["InvalidType", { DataType: "Int" }, /keine ganze Zahl/],
    ["InvalidType", {}, /Text/],
    ["InvalidFormat", { Format: "email" }, /keine E-Mail-Adresse/],
    ["InvalidFormat", { DataType: "Date" }, /JJJJ-MM-TT/],
    ["InvalidFormat", { DataType: "Decimal", Precision: 8, Scale: 2 }, /höchstens 8, davon 2/],
    ["InvalidFormat", { DataType: "Picklist" }, /Auswahlliste/],
    ["NotUnique", {}, /denselben Wert/],
    ["Deprecated", { IsDeprecated: true }, /stillgelegt/],
    ["Deprecated", {}, /nicht mehr angeboten/],
  ] as const)("of %s is told from its code and its field %j", (code, over, text) => {
    expect(said(code, over)).toMatch(text);
  });

  it.each([
    issue("MalformedRequest"),
    issue("MalformedRequest", "Title"),
    issue("StaleRecord"),
    issue("NotFound", "Id"),
    issue("Internal", "Title"),
    issue("TooLong", "Title"),
  ])("that these do not say whole stays as the host says it", (one) => {
    expect(issueText(one, field("Title"))).toBe("the host's English");
  });

  it("of a field that is not known any more is told by its name where that is enough", () => {
    expect(issueText(issue("UnknownField", "Titel"), undefined)).toContain("Titel");
    expect(issueText(issue("NotUnique", "Titel"), undefined)).toBe("the host's English");
  });

  it("has a place for nothing but what there is", () => {
    const given = new Set(["field", "length", "precision", "scale", "place", "message"]);
    for (const [key, text] of Object.entries(deHost))
      expect([key, placesOf(text).filter((place) => !given.has(place))]).toEqual([key, []]);
  });
});

describe("a search that cannot be read", () => {
  it.each([
    ['"müller', 0, 7, /Anführungszeichen fehlt/],
    ['"a"b', 3, 1, /Leerzeichen/],
    ["nmae:x", 0, 4, /„nmae“ ist kein Feld/],
    ["name:", 0, 5, /fehlt ein Wert/],
    ["is:tall", 0, 7, /„is:tall“ nennt kein Ja-oder-Nein-Feld/],
    ["birthdate:>soon", 11, 4, /„soon“ passt nicht/],
    ["!!", 0, 2, /„!!“ ist hier nicht verständlich/],
  ])("is told by its place: %s", (search, at, length, text) => {
    expect(queryProblem(search, { at, length, message: "the host's English" })).toMatch(text);
  });
});

describe("a failure", () => {
  it("is told with what the host says of it", () => {
    const inUse = { kind: "inUse", message: "held by kith (42)", hint: null } as const;
    expect(failureInWords(inUse).message).toMatch(/^Das Buch ist schon geöffnet.*held by kith \(42\)$/);
    const other = { ...inUse, kind: "failed" } as const;
    expect(failureInWords(other)).toEqual(other);
  });
});
