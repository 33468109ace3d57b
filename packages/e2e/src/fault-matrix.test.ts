import { readFileSync, writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { isMetermuxError } from "@metermux/http";
import { undiciFetch } from "@metermux/http/undici";
import { faults, type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultClient, faultClients } from "./fault-clients.test-support.js";
import { isAllData } from "./fault-truth.js";

// Every fault over real sockets, once and always, with every client: each ends in all the data or in one typed error,
// within its time. The README's table is written from these results.
const options = {
  deadlineMs: 8_000,
  maxDelayMs: 500,
  random: () => 0,
  rate: false,
  maxResponseBytes: 4 * 1024 * 1024,
} as const;
/** Short for faults that send nothing, so that the test is fast; otherwise long, because the machine may be busy. */
const timeoutFor = (fault: string) => (fault.startsWith("stall-") ? 200 : 5_000);
const readme = new URL("../../http/README.md", import.meta.url);
const parameters: Readonly<Record<string, string>> = {
  "slow-drip": "slow-drip:1",
  latency: "latency:20",
  "latency-spread": "latency-spread:1-5-10-20-40",
};
// Faults of the content of an answer are tested with the facade, which knows the query: see content-faults.test.ts.
const played = faults.filter(({ changesContent }) => !changesContent).map(({ name }) => name);
const all = played.map((name) => parameters[name] ?? name);
const outcomes = new Map<string, string>();
const unhandled: unknown[] = [];
const notice = (error: unknown) => unhandled.push(error);

beforeAll(() => {
  process.on("unhandledRejection", notice);
});
afterAll(() => {
  process.off("unhandledRejection", notice);
});

interface Player {
  name: string;
  client: FaultClient;
  fetch: { fetch?: typeof undiciFetch };
}

// `npm test` plays every fault to every client with the runtime's fetch, and to one client with undici's.
const { MODE } = (import.meta as ImportMeta & { env: { MODE: string } }).env;
const overUndici = MODE === "nightly" ? faultClients : faultClients.slice(0, 1);
const players: readonly Player[] = [
  ...faultClients.map((client) => ({ name: client.name, client, fetch: {} })),
  ...overUndici.map((client) => ({ name: `${client.name} over undici`, client, fetch: { fetch: undiciFetch } })),
];

/** The result of a call: `data` if all of it arrived, else the code of the error; anything else fails the test. */
async function outcomeOf({ client, fetch }: Player, sandbox: Sandbox, truth: string, fault = ""): Promise<string> {
  const timeoutMs = timeoutFor(fault);
  const late = new Promise<string>((resolve) => setTimeout(resolve, 10_000, "hung").unref());
  const answer = client.ask(sandbox, { ...options, ...fetch, timeoutMs }).then(
    (text) => (isAllData(fault, text, truth) ? "data" : `wrong data: ${text.slice(0, 200)}`),
    (error: unknown) => {
      if (quotesCredential(error, sandbox)) return "an error with the credential";
      return isMetermuxError(error) ? error.code : `untyped: ${error}`;
    },
  );
  return Promise.race([answer, late]);
}

/** Whether an error or its causes contain a credential, hidden members included. */
function quotesCredential(error: unknown, { connections }: Sandbox): boolean {
  const secrets = [
    connections.metronome.token,
    connections.amberflo.apiKey,
    connections["amberflo-portal"].sessionToken,
    connections["wowza-video"].token,
  ];
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null });
  const encoded = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString("base64")]);
  return encoded.some((secret) => shown.includes(secret));
}

/** The codes that a fault may end in when it always applies. */
const expectedCodes: readonly [RegExp, readonly string[]][] = [
  [/^(latency|slow-drip|gzip|connection-close|bom|deep-json|two-answers)/, ["data"]],
  [/^(clock-skew|reordered-rows|changed-values)/, ["data"]],
  [/^(reset|close|unsolicited)-/, ["connection_failed"]],
  [/^wrong-length-long|^bad-gzip/, ["connection_failed"]],
  [/^wrong-length-short/, ["unexpected_response", "connection_failed"]],
  [/^stall-/, ["timed_out"]],
  [/^oversized-body/, ["unexpected_response"]],
  [/-200$|^truncated-json|^invalid-utf8|^missing-cursor/, ["unexpected_response", "data"]],
  [/^(repeated-cursor|cursor-cycle|duplicated-page|shifted-rows)/, ["incomplete_result", "data"]],
  [/^empty-page/, ["data"]],
  [/^status-40[13]/, ["unauthorized"]],
  [/^status-404/, ["not_found"]],
  [/^status-408/, ["timed_out"]],
  [/^status-429|^retry-after/, ["rate_limited"]],
  [/^status-4/, ["rejected"]],
  [/^status-5/, ["vendor_failure"]],
  [/^redirect/, ["redirected"]],
  [/^echo-(message|key|request-id)/, ["unauthorized"]],
  [/^echo-(not-json|encoding)|^no-content/, ["unexpected_response", "connection_failed"]],
  [/^echo-/, ["connection_failed"]],
];

// Each client has its own sandbox, and mostly waits.
describe.concurrent.each(players)("$name", (player) => {
  const { name, client } = player;
  let sandbox: Sandbox;
  let truth: string;
  beforeAll(async () => {
    sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
    truth = await client.ask(sandbox, options);
  });
  afterAll(() => sandbox.close());

  test.sequential.each(all)(
    "%s",
    async (fault) => {
      const { vendor, operation } = client;
      for (const times of [1, "always"] as const) {
        sandbox.clearFaults();
        sandbox.inject({ fault, vendor, operation, times });
        outcomes.set(`${name} ${fault} ${times}`, await outcomeOf(player, sandbox, truth, fault));
        sandbox.clearFaults();
        expect(await outcomeOf(player, sandbox, truth), "the call after it").toBe("data");
      }
      const once = outcomes.get(`${name} ${fault} 1`) ?? "";
      const always = outcomes.get(`${name} ${fault} always`) ?? "";
      const codes = expectedCodes.find(([pattern]) => pattern.test(fault))?.[1];
      expect(codes, `no expectation for ${fault}`).toBeDefined();
      expect(codes).toContain(always);
      expect(["data", always]).toContain(once);
    },
    30_000,
  );
});

test("no error reached the process", () => {
  expect(unhandled).toEqual([]);
});

test("every fault has the same result with undici as with the runtime's fetch", () => {
  const ends = (over: string) =>
    overUndici.flatMap(({ name }) =>
      all.flatMap((fault) =>
        ["1", "always"].map((times) => [name, fault, outcomes.get(`${name}${over} ${fault} ${times}`)]),
      ),
    );
  expect(ends(" over undici")).toEqual(ends(""));
});

test("the README's matrix has these results", () => {
  const cell = (fault: string, times: string) => {
    const seen = new Map<string, string[]>();
    for (const { name } of faultClients) {
      const outcome = outcomes.get(`${name} ${fault} ${times}`) ?? "not run";
      seen.set(outcome, [...(seen.get(outcome) ?? []), name]);
    }
    const common = [...seen].sort((left, right) => right[1].length - left[1].length);
    return common
      .map(([outcome, names], index) => (index === 0 ? outcome : `${outcome} (${names.join(", ")})`))
      .join("; ");
  };
  const rows = played.map((name) => {
    const fault = parameters[name] ?? name;
    return `| \`${fault}\` | ${cell(fault, "1")} | ${cell(fault, "always")} |`;
  });
  const table = ["| fault | once | always |", "| --- | --- | --- |", ...rows].join("\n");
  const text = readFileSync(readme, "utf8");
  const marked = /(<!-- fault matrix -->\n\n)[\s\S]*?(\n\n<!-- \/fault matrix -->)/;
  expect(text).toMatch(marked);
  const updated = text.replace(marked, (_, before: string, after: string) => before + table + after);
  if (process.env.UPDATE_README === "1") writeFileSync(readme, updated);
  else expect(text).toBe(updated);
});
