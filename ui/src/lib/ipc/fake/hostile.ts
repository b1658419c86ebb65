import type { JsonValue } from "../types";
import { person } from "./people";

/** A contact whose values try to be more than text. */
export function hostilePerson(): Record<string, JsonValue> {
  return {
    ...person(1),
    ExternalId: "../../etc/passwd?x=1#'\"<b>%2F",
    Name: "<img src=x onerror=alert(1)> \u202Egnp.exe",
    FirstName: "{{constructor}}",
    LastName: "عبد الرحمن بن محمد",
    Title: "A".repeat(128),
    Department: "${jndi:ldap://x}",
    Account: { Id: "<script>", Name: "שלום & Söhne \u0000 GmbH" },
    Description: "line one\nline two\n<script>alert(1)</script>\n" + "very long word ".repeat(40),
    Email: "not-an-address",
    DoNotCall: "maybe",
  };
}
