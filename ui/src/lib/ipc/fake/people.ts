import type { JsonValue } from "../types";
import type { FakeStore } from "./store";

const FIRST =
  `Amara Jonas Mei-Ling Oluwaseun Sofía Henrik Priya Tomasz Aaliyah Liam Ingrid Yusuf Chloé Mateo Hana Declan
Nadia Viktor Leilani Samir Freya Diego Anneliese Kofi Margarethe Bogdan Ewa Ravi Siobhán Pedro Yuki Thandiwe`.split(
    /\s+/,
  );
const LAST =
  `Okafor Lindqvist Chen Adeyemi Marín Dahl Raghunathan Kowalski Haddad O’Connor Bergström Demir Lefèvre Vargas
Sato Byrne Petrova Novák Kealoha Aziz Sørensen Castellanos von-Hohenfels Mensah Schreiber Ionescu Wójcik Iyer Walsh Álvarez
Tanaka Mokoena`.split(/\s+/);
const ACCOUNTS = [
  "Northwind Traders",
  "Contoso Pharmaceuticals",
  "Brightwater Logistics",
  "Helios Energie GmbH",
  "Fabrikam Residences",
  "Kestrel & Vale LLP",
  "Atlas Maritime",
  "Oakline Furniture",
  "Lumen Diagnostics",
  "Société Générale de Transport",
  "Pacific Crest Insurance",
  "Tidewater Consulting Partners International",
];
const TITLES = [
  "Head of Procurement",
  "Account Manager",
  "Chief Financial Officer",
  "Sales Engineer",
  "Legal Counsel",
  "Director of Operations",
  "IT Manager",
  "Contract Administrator",
  "VP Sales EMEA",
  "Office Manager",
];
const PLACES = [
  ["Lagos", "Lagos State", "101233", "Nigeria", "NG", "+234 1 555"],
  ["Göteborg", "Västra Götaland", "411 03", "Sweden", "SE", "+46 31 555"],
  ["Hamburg", "Hamburg", "20095", "Germany", "DE", "+49 40 555"],
  ["San Mateo", "CA", "94401", "United States", "US", "+1 650 555"],
  ["Kraków", "Małopolska", "31-042", "Poland", "PL", "+48 12 555"],
  ["Dublin", "Leinster", "D02 X285", "Ireland", "IE", "+353 1 555"],
  ["Lyon", "Auvergne-Rhône-Alpes", "69002", "France", "FR", "+33 4 55 55"],
  ["Osaka", "Osaka", "530-0001", "Japan", "JP", "+81 6 5555"],
] as const;
const SOURCES = ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Trade fair 2025"];
const STREETS = ["Harbour Road", "Lindenallee", "Market Street", "Kungsgatan", "Rue Mercière", "Floriańska"];

/** A made-up contact, the same for the same number. */
export function person(index: number): Record<string, JsonValue> {
  const at = <T>(list: readonly T[], salt: number): T => list[hash(index, salt) % list.length] as T;
  const chance = (salt: number, of: number): boolean => hash(index, salt) % of === 0;
  const first = at(FIRST, 1);
  const last = at(LAST, 2);
  const account = hash(index, 3) % ACCOUNTS.length;
  const place = at(PLACES, 5);
  const bounced = chance(8, 12);
  const line = String(1000 + (hash(index, 9) % 9000));
  const host = (ACCOUNTS[account] ?? "")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z]/g, "")
    .slice(0, 18);
  const mailbox = `${first}.${last}`
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z.]/g, "");
  return {
    Account: chance(10, 9) ? null : { Id: `001A${String(100000 + account)}`, Name: ACCOUNTS[account] ?? "" },
    Name: `${first} ${last}`,
    FirstName: first,
    LastName: last,
    Salutation: chance(11, 3) ? at(["Mr.", "Ms.", "Dr.", "Prof."], 12) : null,
    Title: chance(13, 8) ? null : at(TITLES, 4),
    Department: chance(14, 2) ? at(["Finance", "Sales", "Legal", "IT", "Operations"], 15) : null,
    Email: chance(16, 11) ? null : `${mailbox}@${host}.example`,
    IsEmailBounced: bounced,
    EmailBouncedDate: bounced ? `2026-0${1 + (hash(index, 17) % 9)}-14` : null,
    EmailBouncedReason: bounced ? "550 5.1.1 mailbox unavailable" : null,
    Phone: `${place[5]} ${line}`,
    MobilePhone: chance(18, 3) ? `${place[5]} ${String(Number(line) + 7)}` : null,
    Fax: chance(19, 19) ? "ask reception" : null,
    LeadSource: at(SOURCES, 20),
    Birthdate: chance(21, 3)
      ? `19${60 + (hash(index, 22) % 39)}-0${1 + (hash(index, 23) % 9)}-1${hash(index, 24) % 9}`
      : null,
    MailingStreet: `${1 + (hash(index, 25) % 180)} ${at(STREETS, 26)}`,
    MailingCity: place[0],
    MailingState: place[1],
    MailingPostalCode: place[2],
    MailingCountry: place[3],
    MailingCountryCode: place[4],
    DoNotCall: chance(27, 6) ? "true" : chance(28, 3) ? "false" : null,
    HasOptedOutOfEmail: chance(29, 5) ? "false" : null,
    Owner: { Id: "005U000001", Name: "Robin Ekholm" },
    Description: chance(30, 6)
      ? "Prefers a call before ten. Renewal is decided by the board in the second quarter."
      : null,
  };
}

/** The externalId of a made-up contact, shaped like a UUID. */
export function externalIdOf(index: number): string {
  const hex = (salt: number, length: number): string =>
    hash(index, salt).toString(16).padStart(8, "0").slice(0, length);
  return `${hex(31, 8)}-${hex(32, 4)}-4${hex(33, 3)}-b${hex(34, 3)}-${hex(35, 8)}${hex(36, 4)}`;
}

function hash(index: number, salt: number): number {
  let value = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 11, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Puts so many people into a book. */
export function fill(store: FakeStore, count: number): void {
  const start = Date.UTC(2026, 8, 1, 8);
  for (let i = 0; i < count; i += 1) {
    const at = new Date(start + ((i * 7919) % 5000) * 900_000).toISOString();
    store.seed({ ...person(i), ExternalId: externalIdOf(i) }, at);
  }
}
