import type { JsonValue } from "../ipc/types";
import type { HttpRequest } from "./request";
import { hasExact } from "./exact";
import { isObject } from "./values";

/** The forms a request can be copied in. */
export type SnippetKind = "curl" | "http" | "javascript" | "python";

/** The host the snippets name: Kith knows no server, the person puts theirs in. */
const HOST = "crm.example.com";
const BASE = `https://${HOST}`;

const WRITERS: Record<SnippetKind, (request: HttpRequest) => string> = {
  curl: asCurl,
  http: asHttp,
  javascript: asJavaScript,
  python: asPython,
};

/** The request as text to paste elsewhere. */
export function snippet(kind: SnippetKind, request: HttpRequest): string {
  return WRITERS[kind](request);
}

function asCurl(request: HttpRequest): string {
  const parts = [
    `curl -X ${request.method} ${shellQuote(BASE + request.path)}`,
    `  -H "Authorization: Bearer $TOKEN"`,
  ];
  if (request.body !== null) {
    parts.push(`  -H 'Content-Type: application/json'`, `  --data-raw ${shellQuote(request.body)}`);
  }
  return parts.join(" \\\n");
}

function asHttp(request: HttpRequest): string {
  const head = [
    `${request.method} ${request.path} HTTP/1.1`,
    `Host: ${HOST}`,
    "Authorization: Bearer <token>",
  ];
  if (request.body === null) return [...head, "", ""].join("\n");
  return [...head, "Content-Type: application/json", "", request.body].join("\n");
}

function asJavaScript(request: HttpRequest): string {
  const body = request.body === null ? "" : `\n  body: ${javaScriptBody(request.body)},`;
  return `const response = await fetch(${JSON.stringify(BASE + request.path)}, {
  method: ${JSON.stringify(request.method)},
  headers: {
    Authorization: \`Bearer \${token}\`,
    "Content-Type": "application/json",
  },${body}
});
const answer = await response.json();`;
}

function asPython(request: HttpRequest): string {
  const { body: text } = request;
  const asText = text !== null && hasExact(text);
  const body =
    text === null ? "" : `\n    ${asText ? `data=${JSON.stringify(text)}` : `json=${pythonBody(text)}`},`;
  const type = asText ? `, "Content-Type": "application/json"` : "";
  return `import requests

response = requests.request(
    ${JSON.stringify(request.method)},
    ${JSON.stringify(BASE + request.path)},
    headers={"Authorization": f"Bearer {token}"${type}},${body}
)
answer = response.json()`;
}

/** Single quotes hold everything but a single quote. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function indentTail(text: string, by: string): string {
  return text.replaceAll("\n", `\n${by}`);
}

/** As an object to read, but for numbers that the language would round: then as the text itself. */
function javaScriptBody(body: string): string {
  return hasExact(body) ? JSON.stringify(body) : `JSON.stringify(${indentTail(body, "  ")})`;
}

function pythonBody(body: string): string {
  return pythonLiteral(JSON.parse(body) as JsonValue, "    ");
}

/** A JSON value in Python: its strings are Python strings, its three words are not. */
function pythonLiteral(value: JsonValue, indent: string): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map((item) => pythonLiteral(item, indent)).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const inner = `${indent}    `;
  const members = Object.entries(value).map(
    ([name, member]) => `${inner}${JSON.stringify(name)}: ${pythonLiteral(member, inner)},\n`,
  );
  return members.length === 0 ? "{}" : `{\n${members.join("")}${indent}}`;
}
