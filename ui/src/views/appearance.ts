import type { DeskActionId } from "../lib/actions/catalogue";
import type { Settings } from "../lib/actions/settings";

/** What changes how the window looks. */
type AppearanceId = Extract<DeskActionId, "density" | "themeSystem" | "themeLight" | "themeDark">;

/** The actions that change how the window looks, whatever it shows. */
export function appearanceActions(
  settings: Settings,
  onsettings: (change: Partial<Settings>) => void,
): Record<AppearanceId, () => void> {
  return {
    density: () => onsettings({ density: settings.density === "compact" ? "comfortable" : "compact" }),
    themeSystem: () => onsettings({ theme: "system" }),
    themeLight: () => onsettings({ theme: "light" }),
    themeDark: () => onsettings({ theme: "dark" }),
  };
}
