import { aggregate, Decimal, startSandbox } from "@metermux/sandbox";
import { beforeAll, expect, it } from "vitest";
import { fakeIo } from "../test/fake-io.js";
import { runDemo } from "./demo.js";
import { chooseCustomers } from "./demo-text.js";
import { main } from "./program.js";

let shown = "";

beforeAll(async () => {
  const { io, stdout } = fakeIo();
  await runDemo(io, { requestsPerSecond: false });
  shown = stdout.text;
});

/** The cells of the line of a meter: meter, kind, customer, value, what it is, chart. */
function lineOf(meter: string): string[] {
  const line = shown.split("\n").find((line) => line.startsWith(`│ ${meter} `)) ?? "";
  return line.slice(2, -2).split(" │ ");
}

/** The words of a command that is printed for people to copy. */
function commandOf(name: string, format = ""): string[] {
  const lines = shown
    .split("\n")
    .filter((line) => line.startsWith(`  pnpm metermux ${name} `) && line.endsWith(format));
  return (lines[0] ?? "").trim().split(" ").slice(2);
}

it("says that its data is invented, and which range and customers it covers", () => {
  expect(shown).toContain("Invented data");
  expect(shown).toContain("2026-03-03 to 2026-03-10 (end exclusive, UTC), window day");
  expect(shown).toMatch(/of 3 of the \d+ customers: [^,]+, [^,]+, [^,]+\.\n/);
});

it("shows sums that equal the events behind them, to the last digit", async () => {
  const words = commandOf("sandbox");
  const value = (flag: string) => words[words.indexOf(flag) + 1] ?? "";
  const { world, close } = await startSandbox({ seed: Number(value("--seed")), now: value("--now") });
  const [start, end] = [Date.UTC(2026, 2, 3), Date.UTC(2026, 2, 10)];
  const additive = world.meters.filter(({ measure }) => measure.kind === "sum" || measure.kind === "count");
  let largest = new Decimal(0);
  for (const { name, eventType: type, measure } of additive) {
    const sums = chooseCustomers(world.customers).map(({ id: customerId }) =>
      aggregate(world.events({ customerId, type, start, end }), measure),
    );
    const sum = sums.reduce<Decimal>((total, each) => total.plus(each ?? 0), new Decimal(0));
    expect(
      lineOf(name)
        .slice(1, 5)
        .map((cell) => cell.trim()),
    ).toEqual([measure.kind, "all 3", sum.toFixed(), "total"]);
    if (sum.isGreaterThan(largest)) largest = sum;
  }
  expect(largest.isGreaterThan(Number.MAX_SAFE_INTEGER)).toBe(true);
  await close();
});

it("prints commands that give the same rows again", async () => {
  const words = commandOf("sandbox");
  const value = (flag: string) => words[words.indexOf(flag) + 1] ?? "";
  const options = { seed: Number(value("--seed")), now: value("--now"), requestsPerSecond: false } as const;
  const { environment, close } = await startSandbox(options);
  const { io, stdout } = fakeIo({ environment });
  expect(await main(commandOf("query", "ndjson"), io)).toBe(0);
  const rows = stdout.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(shown).toContain(`\n${rows.length} rows through the facade`);
  const amounts = rows.filter(({ meterName }) => meterName === "API calls").map(({ value }) => value ?? "0");
  expect(Decimal.sum(...amounts).toFixed()).toBe(lineOf("API calls")[3]?.trim());
  expect(await main(commandOf("query", "table"), io)).toBe(0);
  await close();
});
