import { asked, backend } from "./asked";
import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import { language } from "./lib/i18n";
import App from "./views/App.svelte";

document.documentElement.lang = language;

const target = document.getElementById("app");
if (target !== null) mount(App, { target, props: { backend, asked } });
