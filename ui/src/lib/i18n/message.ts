/** Values for the places of a message. */
export type MessageParams = Readonly<Record<string, string | number>>;

/** How a choice by number begins. */
const PLURAL = /^\s*(\w+)\s*,\s*plural\s*,/;

/**
 * Fills a message: `{name}` is replaced, and `{n, plural, one {# row} other {# rows}}` chooses by the locale's plural
 * rules, `#` being the number written for the locale. A small part of ICU's message format, enough for the catalogue.
 */
export function formatMessage(message: string, params: MessageParams, locale: string): string {
  let result = "";
  let at = 0;
  while (at < message.length) {
    const open = message.indexOf("{", at);
    if (open < 0) return result + message.slice(at);
    const close = closing(message, open);
    result += message.slice(at, open) + fill(message.slice(open + 1, close), params, locale);
    at = close + 1;
  }
  return result;
}

/** The names of the places of a message, to compare catalogues by. */
export function placesOf(message: string): string[] {
  const names = partsOf(message).flatMap(({ name, branches }) => [name, ...branches.values()].flat());
  return [...new Set(names)].sort();
}

/** The branches of each choice by number in a message, to compare catalogues by. */
export function pluralsOf(message: string): string[][] {
  return partsOf(message).flatMap(({ branches }) => (branches.size > 0 ? [[...branches.keys()]] : []));
}

function fill(place: string, params: MessageParams, locale: string): string {
  const plural = PLURAL.exec(place);
  if (plural === null) return written(params[place.trim()], locale);
  const count = Number(params[plural[1] ?? ""] ?? 0);
  const branches = branchesOf(place.slice(plural[0].length));
  const chosen = branches.get(`=${count}`) ?? branches.get(new Intl.PluralRules(locale).select(count));
  const text = (chosen ?? branches.get("other") ?? "").replaceAll("#", written(count, locale));
  return formatMessage(text, params, locale);
}

function written(value: string | number | undefined, locale: string): string {
  return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : (value ?? "");
}

function branchesOf(text: string): Map<string, string> {
  const branches = new Map<string, string>();
  let at = 0;
  for (let open = text.indexOf("{", at); open >= 0; open = text.indexOf("{", at)) {
    const close = closing(text, open);
    branches.set(text.slice(at, open).trim(), text.slice(open + 1, close));
    at = close + 1;
  }
  return branches;
}

/** The brace that closes the one at `open`; the end of the text when none does. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i += 1) {
    if (text[i] === "{") depth += 1;
    else if (text[i] === "}" && (depth -= 1) === 0) return i;
  }
  return text.length;
}

/** The places of a message, of a choice with the names in each of its branches. */
function partsOf(message: string): { name: string; branches: Map<string, string[]> }[] {
  const parts = [];
  for (let open = message.indexOf("{"); open >= 0; open = message.indexOf("{", open)) {
    const close = closing(message, open);
    const place = message.slice(open + 1, close);
    const plural = PLURAL.exec(place);
    const inside = plural === null ? [] : branchesOf(place.slice(plural[0].length));
    parts.push({
      name: (plural?.[1] ?? place).trim(),
      branches: new Map([...inside].map(([branch, text]) => [branch, placesOf(text)])),
    });
    open = close + 1;
  }
  return parts;
}
