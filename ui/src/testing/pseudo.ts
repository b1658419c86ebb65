import { en } from "../lib/i18n/en";
import { enActions } from "../lib/i18n/en-actions";
import { enBulk } from "../lib/i18n/en-bulk";
import { enDuplicates } from "../lib/i18n/en-duplicates";
import { enFields } from "../lib/i18n/en-fields";
import { enTransfer } from "../lib/i18n/en-transfer";
import { deHost } from "../lib/i18n/host/de-host";
import { shipped } from "../lib/i18n/host/en-host";
import { wordsOf } from "../lib/i18n/host/words";
import type { Translation } from "../lib/i18n";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "àƀçđéƒĝĥîĵķļɱñöþɋřšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŘŠŢÛṼŴẊÝŽ";
/** By so much other languages are longer than English. */
const LONGER = 0.4;

/**
 * English as no language: every letter accented, 40 % longer, in brackets. A text that stands without brackets is in no
 * catalogue, one that lost its end is cut off. The places and choices of a message stay.
 */
export function pseudo(message: string): string {
  const letters = message.replace(/\{[^{}]*\}/g, "").length;
  return `⟦${accented(message)}${"·".repeat(Math.ceil(letters * LONGER))}⟧`;
}

/** Accents what a person reads of a message: not the names of places, nor the words of a choice. */
function accented(message: string): string {
  let depth = 0;
  let result = "";
  for (let at = 0; at < message.length; at += 1) {
    const choice = /^\{\w+, plural,/.exec(message.slice(at))?.[0];
    const branch = depth % 2 === 1 ? /^\s*=?\w+\s*\{/.exec(message.slice(at))?.[0] : undefined;
    const place = /^\{\w+\}/.exec(message.slice(at))?.[0];
    const kept = choice ?? branch ?? place;
    if (choice !== undefined || branch !== undefined) depth += 1;
    else if (place === undefined && message[at] === "}") depth -= 1;
    result += kept ?? letter(message[at] ?? "");
    at += (kept ?? " ").length - 1;
  }
  return result;
}

function letter(plain: string): string {
  const at = PLAIN.indexOf(plain);
  return at < 0 ? plain : ([...ACCENTED][at] ?? plain);
}

function pseudoOf<T extends Readonly<Record<string, string>>>(texts: T): Record<keyof T, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)])) as Record<
    keyof T,
    string
  >;
}

/** The pseudo-locale. It is made where it is needed and shipped nowhere. */
export const pseudoLanguage: Translation = {
  messages: pseudoOf({ ...en, ...enActions, ...enBulk, ...enDuplicates, ...enFields, ...enTransfer }),
  // What the host says of refusals is in English only there: its German is as good a text to be seen.
  hostWords: (fill) => wordsOf(pseudoOf({ ...deHost, ...shipped }), fill),
};
