import { aggregate, Decimal, type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../program.js";
import { runDemo } from "./demo.js";

let shown = "";
/** The world of the demo again, from the command that it prints. */
let sandbox: Sandbox;

beforeAll(async () => {
  const { io, stdout } = fakeIo();
  await runDemo(io, { requestsPerSecond: false });
  shown = stdout.text;
  const [words = []] = commandsOf("sandbox");
  const value = (flag: string) => words[words.indexOf(flag) + 1] ?? "";
  sandbox = await startSandbox({ seed: Number(value("--seed")), now: value("--now"), requestsPerSecond: false });
});
afterAll(() => sandbox.close());

/** The words of the commands that are printed for people to copy. */
function commandsOf(name: string): string[][] {
  const lines = shown.split("\n").filter((line) => line.startsWith(`  metermux ${name} `));
  return lines.map((line) => line.trim().split(" ").slice(1));
}

/** The cells of every line under a meter's name: connection, who it covers, kind, value, chart, agreement. */
function linesOf(meter: string): string[][] {
  const lines = shown.split("\n").filter((line) => line.startsWith("│"));
  const first = lines.findIndex((line) => line.startsWith(`│ ${meter} `));
  const rest = lines.slice(first + 1).findIndex((line) => !/^│ {3}/.test(line));
  return lines.slice(first, rest === -1 ? undefined : first + 1 + rest).map((line) => {
    const cells = line.slice(1, -1).split("│");
    return cells.slice(1).map((cell) => cell.trim());
  });
}

const [start, end] = [Date.UTC(2026, 2, 3), Date.UTC(2026, 2, 10)];

/** What the events behind a meter add up to, of customers by name. */
function truth(key: string, names: readonly string[]): string {
  const meter = sandbox.world.meters.find((meter) => meter.key === key);
  if (meter === undefined) throw new Error(`no meter ${key}`);
  const ids = sandbox.world.customers.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  const sums = ids.map((customerId) =>
    aggregate(sandbox.world.events({ customerId, type: meter.eventType, start, end }), meter.measure),
  );
  return sums.reduce<Decimal>((sum, each) => sum.plus(each ?? 0), new Decimal(0)).toFixed();
}

const one = ["Northlight Atlas"];
const three = [...one, "Quartzbank Ledger", "Meridian Kelp"];

it("says that its data is invented, and which range and customers it covers", () => {
  expect(shown).toContain("Invented data");
  expect(shown).toContain("2026-03-03 to 2026-03-10 (end exclusive, UTC), window day");
  expect(shown).toContain(`${three.length} of the ${sandbox.world.customers.length} customers: `);
  for (const name of three) expect(shown.slice(0, shown.indexOf("┌"))).toContain(name);
});

describe("shows sums that equal the events behind them, to the last digit", () => {
  it.each([
    ["api_calls", "API calls"],
    ["input_tokens", "Input tokens"],
    ["output_tokens", "Output tokens"],
    ["core_hours", "Core hours"],
    ["settled", "Settled amount (micro-units)"],
  ])("%s, by three connections", (key, name) => {
    const all = truth(key, three);
    const lines = linesOf(name).map(([connection, covers, , value, , agreement]) => [
      connection,
      covers,
      value,
      agreement,
    ]);
    expect(lines).toEqual([
      ["metronome", "all 3", all, "2 of 2"],
      ["amberflo", "all 3", all, "2 of 2"],
      ["amberflo-portal", "Northlight Atlas", truth(key, one), "3 of 3"],
    ]);
  });

  it.each([
    ["viewing_bytes", "Video delivered (bytes)"],
    ["viewing_seconds", "Video watched (seconds)"],
  ])("%s, by all four", (key, name) => {
    const [all, own] = [truth(key, three), truth(key, one)];
    const lines = linesOf(name).map(([connection, covers, , value, , agreement]) => [
      connection,
      covers,
      value,
      agreement,
    ]);
    expect(lines).toEqual([
      ["metronome", "all 3", all, "2 of 2"],
      ["amberflo", "all 3", all, "2 of 2"],
      ...["metronome", "amberflo", "amberflo-portal", "wowza-video"].map((each) => [each, ...one, own, "4 of 4"]),
    ]);
  });

  it("beyond 2^53", () => {
    expect(Number(truth("settled", one))).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  });
});

it("shows the other kinds by customer, the top three", () => {
  expect(
    linesOf("Active users")
      .map((line) => line.at(-1))
      .sort(),
  ).toEqual(["2 of 2", "2 of 2", "3 of 3", "3 of 3", "3 of 3"]);
  expect(linesOf("Peak latency (ms)")).toHaveLength(3);
  const alone = ["Peak latency (ms)", "Weighted tokens", "Stored data (GB)", "Average viewing seconds"];
  expect(alone.map((name) => linesOf(name)[0]?.[2])).toEqual(["max", "unknown", "latest", "average"]);
});

it("says how many agree: every sum by each customer and together, and the users by each", () => {
  expect(shown).toContain(`\n${7 * (3 + 1) + 3} of 31 comparable sums and counts agree to the last digit`);
});

it("prints commands that give the same rows again", async () => {
  const [metronome = [], amberflo = [], portal = [], wowza = [], large = [], ...others] = commandsOf("query");
  expect(others).toEqual([]);
  let rows = 0;
  for (const words of [metronome, amberflo, portal, wowza]) {
    const { io, stdout, stderr } = fakeIo({ environment: sandbox.environment });
    expect(await main(words, io)).toBe(0);
    // Metronome's archived meter is named there, and what is not certain of Wowza Video.
    expect(stderr.text.split("\n").filter((line) => !/^$|archived|UNVERIFIED/.test(line))).toEqual([]);
    rows += stdout.text.trimEnd().split("\n").length;
  }
  expect(shown).toContain(`\n${rows} rows through the facade`);
  const { io, stdout } = fakeIo({ environment: sandbox.environment });
  expect(await main(large, io)).toBe(0);
  expect(stdout.text).toMatch(/│ +\d{17,}\.\d+ │/);
});

it("fails and says where when connections that measure the same differ", async () => {
  const fetch = async (request: Request) => {
    const response = await globalThis.fetch(request);
    if (!request.url.includes("/usage/account?")) return response;
    const text = (await response.text()).replaceAll(/"viewing_seconds":"?(\d+)/g, '"viewing_seconds":1$1');
    return new Response(text.replaceAll(/("viewing_seconds":\d+)"/g, "$1"), response);
  };
  const { io, stdout } = fakeIo();
  const changed = runDemo({ ...io, transport: { ...io.transport, fetch } }, { requestsPerSecond: false });
  await expect(changed).rejects.toThrow("the connections differ on 1 of 31 sums");
  expect(stdout.text).toContain("30 of 31 comparable sums");
  expect(stdout.text).toMatch(/Video watched \(seconds\), Northlight Atlas:\n {4}metronome \d+: [\d, -]+\n/);
  expect(stdout.text).toMatch(/│ wowza-video +│ Northlight Atlas │ sum +│ +\d+ │ .{7} │ 1 of 4 ≠ │/);
});
