import { en } from "./en";
import type { enActions } from "./en-actions";
import type { enBulk } from "./en-bulk";
import type { enDuplicates } from "./en-duplicates";
import type { enFields } from "./en-fields";
import type { enTransfer } from "./en-transfer";
import { systemLanguages } from "../ipc/languages";
import type { Fill, HostWords } from "./host/words";
import { formatMessage, type MessageParams } from "./message";

/** The keys of the catalogue; English is the one that every other follows. */
export type MessageKey =
  | keyof typeof en
  | keyof typeof enActions
  | keyof typeof enBulk
  | keyof typeof enDuplicates
  | keyof typeof enFields
  | keyof typeof enTransfer;

/** A language's messages of a part whose code is read when it is first shown. */
type Later = Readonly<Partial<Record<MessageKey, string>>>;

/** Another language than English: all its messages, or it does not compile, and what it makes of the host's English. */
export type Translation = Readonly<{
  messages: Readonly<Record<MessageKey, string>>;
  hostWords: (fill: Fill) => HostWords;
}>;

/** The languages there are, each by its own name. A further one is one more line here and below. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

/** A language there is a catalogue for. */
export type Language = keyof typeof LANGUAGES;

/** English comes with the page; any other is read when it is spoken, and costs those nothing who speak English. */
const READ: Readonly<Record<Exclude<Language, "en">, () => Promise<Translation>>> = {
  de: async () => (await import("./translation-de")).german,
};

/** The language of this window. */
export let language: Language = "en";

/** The locale for dates and numbers. */
export let locale = localeFor("en", systemLanguages());

/** English as far as its parts were read by now, and what another language has in its place. */
const english: Partial<Record<MessageKey, string>> = { ...en };
let translation: Translation | null = null;
let words: HostWords | null = null;

/**
 * Speaks a language from now on: the chosen one, or the system's first that there is a catalogue for. Nothing may have
 * been drawn before it has settled. A language that cannot be read is spoken in English.
 */
export async function speak(chosen: Language | "system", system = systemLanguages()): Promise<void> {
  const wanted = languageFor(chosen, system);
  const read = wanted === "en" ? null : await READ[wanted]().catch(() => null);
  const spoken = read === null ? "en" : wanted;
  speakAs(read, localeFor(spoken, system), spoken);
}

/** Speaks by these messages: those of a language, or those a test makes up; English where there are none. */
export function speakAs(other: Translation | null, inLocale: string, as: Language = "en"): void {
  language = as;
  translation = other;
  words = other?.hostWords((text, params) => formatMessage(text, params, locale)) ?? null;
  locale = inLocale;
}

/** How this window's language says what the host says in English; null where it is English itself. */
export function hostWords(): HostWords | null {
  return words;
}

/** Adds the English of a part that has just been read; other languages are read whole. */
export function addMessages(later: Readonly<{ en: Later }>): void {
  Object.assign(english, later.en);
}

/** A message of the catalogue, its places filled. */
export function t(key: MessageKey, params: MessageParams = {}): string {
  return formatMessage(translation?.messages[key] ?? english[key] ?? key, params, locale);
}

/** The language that a choice comes to on this system. */
export function languageFor(chosen: Language | "system", system = systemLanguages()): Language {
  return chosen === "system" ? pickLanguage(system) : chosen;
}

/** The first of the wanted languages there is a catalogue for, else English. */
export function pickLanguage(wanted: readonly string[]): Language {
  const there = Object.keys(LANGUAGES) as Language[];
  for (const tag of wanted) {
    const found = there.find((name) => speaks(tag, name));
    if (found !== undefined) return found;
  }
  return "en";
}

/** The locale for dates and numbers: the system's own, when it speaks the window's language. */
export function localeFor(spoken: Language, system: readonly string[]): string {
  return system.find((tag) => speaks(tag, spoken) && isLocale(tag)) ?? spoken;
}

/** Whether dates and numbers can be written by a tag; the system may name any. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function speaks(tag: string, name: string): boolean {
  return tag.toLowerCase().split("-")[0] === name;
}
