import { asked, askedPage, backend } from "./asked";
import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import { loadSettings } from "./lib/actions/settings";
import { language, speak } from "./lib/i18n";
import App from "./views/App.svelte";

// Before anything is drawn: nobody sees a word in another language than their own.
await speak(loadSettings().language);
if (import.meta.env.DEV) await (await import("./testing/try-out")).tryOut(window.location.search);
document.documentElement.lang = language;

const target = document.getElementById("app");
if (target !== null) mount(App, { target, props: { backend, asked, askedPage } });
