import { LANGUAGES, type Language, speak, speakAs } from "../lib/i18n";
import { pseudoLanguage } from "./pseudo";

/** Speaks as the address of a development page asks: `?language=en|de|pseudo`, and `?dir=rtl` from right to left. */
export async function tryOut(search: string): Promise<void> {
  const asked = new URLSearchParams(search);
  const language = asked.get("language") ?? "";
  if (language === "pseudo") speakAs(pseudoLanguage, "en");
  else if (language in LANGUAGES) await speak(language as Language);
  document.documentElement.dir = asked.get("dir") === "rtl" ? "rtl" : "ltr";
}
