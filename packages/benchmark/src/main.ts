// `pnpm bench`: measures, prints one table, and writes every figure where it is told to.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { batch } from "./measures/batch.js";
import { bundleSizes } from "./measures/bundle-size.js";
import { growth } from "./measures/growth.js";
import { paced } from "./measures/paced.js";
import { largePages, smallPages } from "./measures/pages.js";
import { prove } from "./measures/proof.js";
import { firstRow, imports } from "./measures/start.js";
import { typeCheck } from "./measures/type-check.js";
import { type Figure, isReached, type Measures } from "./report/figure.js";
import { renderTable } from "./report/table.js";
import { full, quick, type Sizes } from "./sizes.js";

const parts: Readonly<Record<string, (sizes: Sizes) => Promise<Measures & { plot?: string }>>> = {
  "large-pages": largePages,
  "small-pages": smallPages,
  paced,
  batch,
  growth,
  "first-row": firstRow,
  imports,
  "bundle-size": bundleSizes,
  "type-check": typeCheck,
};

const { values: options } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string" },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    readme: { type: "boolean", default: false },
  },
});
const chosen = options.only?.split(",") ?? Object.keys(parts);
const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) throw new Error(`there is no part ${unknown}; there are ${Object.keys(parts).join(", ")}`);
const rounds = Number(options.rounds ?? (options.quick ? quick.rounds : full.rounds));
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds must be a whole number above 0`);
const sizes: Sizes = { ...(options.quick ? quick : full), rounds };

process.stderr.write("everyone adds up the same pages\n");
const sum = await prove(sizes);
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};
let plot = "";
for (const name of chosen) {
  process.stderr.write(`${name}\n`);
  const measured = await parts[name]?.(sizes);
  figures.push(...(measured?.figures ?? []));
  raw[name] = measured?.raw;
  plot = measured?.plot ?? plot;
}

const machine = `Node ${process.versions.node}, ${cpus().length} cores of ${cpus()[0]?.model.trim()}, ${rounds} rounds`;
const report = [machine, renderTable(figures), ...(plot === "" ? [] : [`\`\`\`text\n${plot}\n\`\`\``])].join("\n\n");
process.stdout.write(`${report}\n`);
if (options.json !== undefined) {
  const reached = figures.map((figure) => ({ ...figure, reached: isReached(figure) }));
  writeFileSync(options.json, `${JSON.stringify({ machine, sum, figures: reached, raw }, null, 2)}\n`);
}
if (options.readme) {
  const readme = new URL("../README.md", import.meta.url);
  const marked = /(<!-- figures -->\n)[\s\S]*?(\n<!-- \/figures -->)/;
  const text = readFileSync(readme, "utf8");
  if (!marked.test(text)) throw new Error("the README has no place for figures");
  writeFileSync(
    readme,
    text.replace(marked, (_, before: string, after: string) => `${before}\n${report}\n${after}`),
  );
}
