import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionList } from "@metermux/connections";
import { afterAll, describe, expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../program.js";

/** Starts `metermux sandbox` and waits until it has said how to use it. */
async function started(...options: string[]) {
  const stop = new AbortController();
  const fake = fakeIo({ signal: stop.signal });
  const ended = main(["sandbox", ...options], fake.io);
  await fake.stderr.written;
  return { ...fake, stop: () => stop.abort(), ended };
}

it("exports the environment in one write, answers, and closes on the signal with 0", async () => {
  const { stdout, stderr, stop, ended } = await started("--seed", "7", "--now", "2026-03-10T09:30:00Z");
  expect(stdout.writes).toHaveLength(1);
  const names = [...stdout.text.matchAll(/^export (\w+)='.+'$/gm)].map(([, name]) => name);
  const variables = connectionList.flatMap((connection) => connection.variables.map(({ name }) => name));
  expect(new Set(names)).toEqual(new Set(variables));
  const [, token, url] =
    /^export METRONOME_BEARER_TOKEN='(.+)'\nexport METRONOME_BASE_URL='(.+)'\n/.exec(stdout.text) ?? [];
  const ask = () => fetch(`${url}/v1/customers`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  expect(stderr.text).toContain("seed 7, now 2026-03-10T09:30:00.000Z");
  expect(stderr.text).toContain("invented");
  expect(stderr.text).toContain("--connection amberflo --connection amberflo-portal ");
  const environment = Object.fromEntries(
    [...stdout.text.matchAll(/^export (\w+)='(.+)'$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  const examples = [...stderr.text.matchAll(/^ {2}metermux (query .+)$/gm)].map(([, words = ""]) => words.split(" "));
  expect(examples).toHaveLength(2);
  for (const words of examples) {
    expect(words.join(" ")).toContain("--from 2026-03-03 --to 2026-03-10 --window day ");
    // At the vendors' rates: the sandbox limits requests as they do.
    const shown = fakeIo({ environment, transport: {} });
    expect(await main([...words, "--format", "ndjson"], shown.io)).toBe(0);
    const values = shown.stdout.text
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line).value);
    // The first things seen have numbers.
    expect(values.filter((value) => value !== null && value !== "0").length).toBeGreaterThanOrEqual(7);
  }
  stop();
  expect(await ended).toBe(0);
  await expect(ask()).rejects.toThrow();
});

it("says in one line that a port is in use", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { io, stdout, stderr } = fakeIo();
  expect(await main(["sandbox", "--port", String(port)], io)).toBe(1);
  expect(stderr.text).toBe(`metermux: port ${port} of 127.0.0.1 is in use; give another with --port, or none\n`);
  expect(stdout.text).toBe("");
  await new Promise((resolve) => other.close(resolve));
});

it("takes any credential and any id with --lenient", async () => {
  const { stdout, stop, ended } = await started("--lenient");
  const [, url] = /^export METRONOME_BASE_URL='(.+)'$/m.exec(stdout.text) ?? [];
  const nobody = "00000000-0000-4000-8000-000000000000";
  const ask = () => fetch(`${url}/v1/customers/${nobody}`, { headers: { authorization: "Bearer any" } });
  const answers = await Promise.all(Array.from({ length: 12 }, ask));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  stop();
  expect(await ended).toBe(0);
});

describe("--events", () => {
  const folder = mkdtempSync(join(tmpdir(), "metermux-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it.each<[string, string]>([
    ["faxes.csv", "customerId,type,timestamp,pages\nacme,fax,2026-03-01T10:00:00Z,2.50\n"],
    [
      "faxes.ndjson",
      '{"customerId":"acme","type":"fax","timestamp":"2026-03-01T10:00:00Z","properties":{"pages":2.50}}\n',
    ],
  ])("answers for those of %s", async (name, text) => {
    const path = file(name, text);
    const { stdout, stderr, stop, ended } = await started("--events", path);
    expect(stderr.text).toContain(`Its usage is that of ${path}.`);
    expect(stderr.text).toContain("--from 2026-02-23 --to 2026-03-02 --window day --meter fax --customer total");
    const [, key, url] =
      /^export AMBERFLO_API_KEY='(.+)'\n(?:.*\n)*?export AMBERFLO_BASE_URL='(.+)'$/m.exec(stdout.text) ?? [];
    const timeRange = { startTimeInSeconds: 1772323200, endTimeInSeconds: 1772409600 };
    const answer = await fetch(`${url}/usage`, {
      method: "POST",
      headers: { "x-api-key": key ?? "", "content-type": "application/json" },
      body: JSON.stringify({ meterApiName: "fax_pages", timeGroupingInterval: "day", timeRange }),
    });
    expect(await answer.text()).toContain('"groupValue":2.5,');
    stop();
    expect(await ended).toBe(0);
  });

  it("names the file, the line, the field and the value that cannot be used", async () => {
    const path = file("bad.csv", "customerId,type,timestamp\nacme,fax,soon\n");
    const { io, stdout, stderr } = fakeIo();
    expect(await main(["sandbox", "--events", path], io)).toBe(2);
    expect(stderr.text).toBe(`metermux: --events: ${path}: line 2: timestamp needs an offset or Z, got soon\n`);
    expect(stdout.text).toBe("");
  });

  it("names a file that cannot be read", async () => {
    const { io, stderr } = fakeIo();
    expect(await main(["sandbox", "--events", join(folder, "none.csv")], io)).toBe(2);
    expect(stderr.text).toContain("none.csv cannot be read: ENOENT: no such file or directory\n");
  });
});
