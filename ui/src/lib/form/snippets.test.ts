import { execFileSync } from "node:child_process";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { type HttpRequest, updateRequest } from "./request";
import { snippet } from "./snippets";

const HOSTILE = {
  Name: 'O\'Brien "Q" \\ $HOME `id` $(id)',
  Note: "line one\nline two\r\n\ttab é 👋 \u2028",
  Flag: true,
  Off: false,
  Nothing: null,
  Count: 1.5,
  Many: ["a", null],
  Ref: { Id: "1", Name: "it's" },
  Empty: {},
};
const REQUEST = updateRequest(
  "Contact",
  { by: "ExternalId", value: "it's/a\"key" },
  JSON.stringify(HOSTILE, null, 2),
  { includePayload: true, enforceLock: true },
);
const BARE: HttpRequest = { method: "GET", path: "/api/data/v1/Contact", body: null };
const URL = `https://crm.example.com${REQUEST.path}`;

/** What a program that was given these arguments would see, one a line. */
function shellArguments(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const out = execFileSync("sh", ["-c", script], { env: { PATH: process.env["PATH"], TOKEN: "t0" } });
  return out.toString("utf8").split("\0").slice(0, -1);
}

describe("copied as curl", () => {
  it("hands the program exactly the address and the body, whatever quotes and line ends they hold", () => {
    const args = shellArguments(snippet("curl", REQUEST));
    expect(args.slice(0, 3)).toEqual(["-X", "PUT", URL]);
    expect(args[args.indexOf("--data-raw") + 1]).toBe(REQUEST.body);
    expect(args).toContain("Authorization: Bearer t0");
  });

  it("has no body where the request has none", () => {
    expect(snippet("curl", BARE)).not.toContain("--data");
  });
});

describe("copied as HTTP", () => {
  it("is a head, an empty line and the body as it is", () => {
    const [head, ...rest] = snippet("http", REQUEST).split("\n\n");
    expect(head?.split("\n")[0]).toBe(`PUT ${REQUEST.path} HTTP/1.1`);
    expect(head).toContain("Host: crm.example.com");
    expect(head).toContain("Content-Type: application/json");
    expect(rest.join("\n\n")).toBe(REQUEST.body);
  });

  it("cannot be given a further head line by a key with line ends", () => {
    const key = { by: "ExternalId", value: "a\r\nX-Evil: 1" } as const;
    const request = updateRequest("Contact", key, "{}", { includePayload: false, enforceLock: false });
    expect(snippet("http", request)).not.toMatch(/^X-Evil/m);
  });
});

describe("copied as JavaScript", () => {
  it("calls fetch with the same address and the same body", async () => {
    const calls: [string, { method: string; body: string }][] = [];
    const fetch = (url: string, options: { method: string; body: string }): object => {
      calls.push([url, options]);
      return { json: () => ({}) };
    };
    await runInNewContext(`(async () => { ${snippet("javascript", REQUEST)} })()`, {
      fetch,
      token: "t0",
      JSON,
    });
    const [url, options] = calls[0] ?? ["", { method: "", body: "" }];
    expect(url).toBe(URL);
    expect(options.method).toBe("PUT");
    expect(JSON.parse(options.body)).toEqual(HOSTILE);
  });
});

describe("copied as Python", () => {
  it("writes Python's own words and keeps every text", () => {
    const text = snippet("python", REQUEST);
    expect(text).toContain('"Flag": True,');
    expect(text).toContain('"Off": False,');
    expect(text).toContain('"Nothing": None,');
    expect(text).toContain('"Many": ["a", None],');
    expect(text).toContain('"Empty": {},');
    expect(text).toContain(`"Name": "O'Brien \\"Q\\" \\\\ $HOME \`id\` $(id)"`);
    expect(text).toContain(JSON.stringify(URL));
  });

  it("writes a text with line ends on one line", () => {
    expect(snippet("python", REQUEST)).toContain(String.raw`"line one\nline two\r\n\ttab é 👋`);
  });
});
