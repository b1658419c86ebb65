import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

/** The tiers, lowest first. Each imports only those before it. */
const TIERS = ["components", "features", "views"];

const TAURI = { group: ["@tauri-apps/*"], message: "Only lib/ipc speaks to the host." };
const FAKE = { group: ["**/ipc/fake/*", "./fake/*"], message: "The fake is for tests and for choose.ts." };
const PRIMITIVES = {
  group: ["bits-ui", "bits-ui/*"],
  message: "Only components/ names the primitive library.",
};

/** What may not be imported from a folder. A whole list each: a later one replaces an earlier one. */
function forbid(files, patterns, ignores = []) {
  return { files, ignores, rules: { "no-restricted-imports": ["error", { patterns }] } };
}

/** The folders a tier must not know: its own neighbours above. */
function above(tier) {
  const higher = TIERS.slice(TIERS.indexOf(tier) + 1);
  return {
    group: higher.flatMap((name) => [`**/${name}/*`, `**/${name}/**`]),
    message: `${tier || "lib"} imports only what comes before it.`,
  };
}

const tests = ["**/*.test.ts", "src/testing/**"];

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/lib/ipc/generated/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/consistent-indexed-object-style": "off",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 400, skipBlankLines: true }],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    rules: {
      // Inline styles are refused by the content-security policy; style directives go through the CSSOM.
      "no-restricted-syntax": [
        "error",
        { selector: "SvelteAttribute[key.name='style']", message: "Use a class or a style: directive." },
      ],
      "svelte/no-at-html-tags": "error",
      "prefer-const": "off",
      "svelte/prefer-const": "error",
    },
  },
  forbid(["src/**"], [TAURI, FAKE, PRIMITIVES], tests),
  forbid(["src/lib/**"], [TAURI, FAKE, PRIMITIVES, above("")], [...tests, "src/lib/ipc/**"]),
  forbid(["src/lib/ipc/**"], [PRIMITIVES, above("")], tests),
  forbid(["src/components/**"], [TAURI, FAKE, above("components")], tests),
  forbid(
    ["src/features/**"],
    [
      TAURI,
      FAKE,
      PRIMITIVES,
      above("features"),
      {
        regex: "^\\.\\./(?!\\.\\./)[a-z]+/",
        message: "One feature does not import another: a view joins them.",
      },
    ],
    tests,
  ),
  { files: ["*.config.ts", "*.config.js", "*.mjs"], languageOptions: { globals: globals.node } },
  { files: ["*.mjs"], rules: { "no-console": "off" } },
);
