// `pnpm test:formats`: writes a month of the sandbox's usage to CSV and Parquet and has DuckDB read the files, a reader
// that shares nothing with the writers. Sums by meter must be those of the raw events, to the last digit. Nightly.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { csv } from "@metermux/export/csv";
import { parquet } from "@metermux/export/parquet";
import { aggregate, startSandbox } from "@metermux/sandbox";
import { createUsage } from "@metermux/usage";
import { amberflo } from "@metermux/usage/amberflo";

const duckdb = await loadDuckDb("1.5.6-r.1");
const now = "2026-03-10T12:00:00Z";
const query = { start: "2026-02-01", end: "2026-03-01", window: "day", meters: ["settled", "core_hours", "api_calls"] };
const folder = mkdtempSync(join(tmpdir(), "formats-"));
const sandbox = await startSandbox({ now, requestsPerSecond: false });
let failures = 0;
try {
  const connection = amberflo({ ...sandbox.connections.amberflo, rate: false });
  const usage = createUsage({ gateway: connection }, { clock: { now: () => Date.parse(now) } });
  for (const format of [csv(), parquet()]) {
    const path = join(folder, `usage.${format.extension}`);
    const rows = await write(usage.query(query), format, path);
    const source =
      format.name === "csv"
        ? `read_csv('${path}', header = true, types = {'value': 'DECIMAL(38,18)', 'window_start': 'TIMESTAMPTZ'})`
        : `'${path}'`;
    const found = await ask(
      `select meter_id, count(*)::integer as rows, sum(value)::varchar as total, min(window_start)::varchar as first,
       count(distinct customer_id)::integer as customers from ${source} group by meter_id order by meter_id`,
    );
    const counted = found.reduce((sum, { rows: some }) => sum + some, 0);
    check(`${format.name}: rows`, String(counted), String(rows));
    for (const { meter_id, total, first } of found) {
      check(`${format.name}: sum of ${meter_id}`, plain(total), truthOf(meter_id));
      check(`${format.name}: first window of ${meter_id}`, first, "2026-02-01 00:00:00+00");
    }
  }
} finally {
  await sandbox.close();
  rmSync(folder, { recursive: true });
}
say(failures === 0 ? "every sum is that of the raw events" : `${failures} differ`);
process.exitCode = failures === 0 ? 0 : 1;

async function write(result, format, path) {
  const file = await open(path, "w");
  const writer = await format.open({ write: (bytes) => file.writeFile(bytes) }, { query });
  let rows = 0;
  for await (const row of result) {
    await writer.write([row]);
    rows += 1;
  }
  await writer.close(result.report);
  await file.close();
  return rows;
}

/** The sum of the events of a meter, by the sandbox's own arithmetic. */
function truthOf(key) {
  const meter = sandbox.world.meters.find((each) => each.key === key);
  const range = { start: Date.parse(query.start), end: Date.parse(query.end), type: meter.eventType };
  return aggregate([...sandbox.world.events(range)], meter.measure)?.toFixed() ?? "0";
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function plain(decimal) {
  return decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;
}

function check(what, found, expected) {
  say(`${found === expected ? "ok  " : "NOT "} ${what}: ${found}${found === expected ? "" : `, not ${expected}`}`);
  if (found !== expected) failures += 1;
}

async function ask(sql) {
  const instance = await duckdb.DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** DuckDB from a folder of its own: it is heavy, and nothing else needs it. */
async function loadDuckDb(version) {
  const root = fileURLToPath(new URL("../../../node_modules/.cache/duckdb", import.meta.url));
  const cache = join(root, version);
  const entry = join(cache, "node_modules", "@duckdb", "node-api", "lib", "index.js");
  if (!existsSync(entry)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, "package.json"), JSON.stringify({ private: true }));
    const options = ["--no-audit", "--no-fund", "--prefer-offline"];
    execFileSync("npm", ["install", ...options, `@duckdb/node-api@${version}`], {
      cwd: cache,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  }
  return import(pathToFileURL(entry).href);
}
