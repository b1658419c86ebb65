import { en } from "./en";
import type { enFields } from "./en-fields";
import type { enTransfer } from "./en-transfer";
import { formatMessage, type MessageParams } from "./message";

/** The keys of the catalogue; English is the one that every other follows. */
export type MessageKey = keyof typeof en | keyof typeof enFields | keyof typeof enTransfer;

/** A language's messages: all of them, or it does not compile. */
export type Catalogue = Readonly<Record<keyof typeof en, string>>;

/** A language's messages of a part whose code is read when it is first shown. */
type Later = Readonly<Partial<Record<MessageKey, string>>>;

/** The languages there are. A further one is one more file and one more line here. */
export const catalogues: Readonly<{ en: Catalogue }> = { en };

/** A language there is a catalogue for. */
export type Language = keyof typeof catalogues;

/** The language of this window: the system's first that there is a catalogue for. */
export const language: Language = pickLanguage(navigator.languages);

/** The locale for dates and numbers: the system's own, when it speaks the window's language. */
export const locale: string = navigator.languages.find((tag) => speaks(tag, language)) ?? language;

/** All messages there are by now. */
const messages: Partial<Record<MessageKey, string>> = { ...catalogues[language] };

/** Adds the messages of a part that has just been read. */
export function addMessages(later: Readonly<Record<Language, Later>>): void {
  Object.assign(messages, later[language]);
}

/** A message of the catalogue, its places filled. */
export function t(key: MessageKey, params: MessageParams = {}): string {
  return formatMessage(messages[key] ?? key, params, locale);
}

/** The first of the wanted languages there is a catalogue for, else English. */
export function pickLanguage(wanted: readonly string[]): Language {
  const there = Object.keys(catalogues) as Language[];
  for (const tag of wanted) {
    const found = there.find((name) => speaks(tag, name));
    if (found !== undefined) return found;
  }
  return "en";
}

function speaks(tag: string, name: string): boolean {
  return tag.toLowerCase().split("-")[0] === name;
}
