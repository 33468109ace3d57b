#!/usr/bin/env node
// pnpm spec:diff VENDOR NEWER [--since OLDER] [--all]: reports what a vendor's newer OpenAPI document changes for our operations.
//
// With --since, the vendor's two documents are compared: what the vendor changed. Without, our spec is compared with
// the newer document, and what specs/VENDOR/differences.yaml lists is left out; --all includes it. The exit code is
// 1 when a change breaks a reader of usage, 2 when there is nothing to compare.
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root } from "./environment.mjs";
import { readDifferences } from "./spec-diff/differences.mjs";
import { callsOf, readDocument } from "./spec-diff/document.mjs";
import { reportOf } from "./spec-diff/report.mjs";

const usage = "usage: spec:diff VENDOR NEWER [--since OLDER] [--all]; VENDOR is a folder of specs/";

const help = `${usage}

Says reports what a vendor's newer OpenAPI document changes for our operations.

  VENDOR         such as metronome
  NEWER          the vendor's newer document, a file of YAML or JSON
  --since OLDER  compare with the vendor's older document, not with our spec
  --all          also tell what specs/VENDOR/differences.yaml lists
  --help         show this

The exit code is 1 when a change breaks somebody who reads usage, 2 when there is nothing to compare.`;

/**
 * Runs the command. Returns its exit code.
 * @param {string[]} args
 */
function main(args) {
  try {
    const options = /** @type {const} */ ({
      since: { type: "string" },
      all: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    });
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) {
      console.log(help);
      return 0;
    }
    const [vendor, newer, ...more] = positionals;
    const folder = join(root, "specs", vendor ?? "");
    const spec = join(folder, "openapi.yaml");
    if (!newer || more.length > 0 || !existsSync(spec)) throw new Error(usage);
    const ours = readDocument(spec);
    const calls = callsOf(ours);
    const documents = {
      ours,
      newer: readDocument(newer, calls),
      older: values.since === undefined ? undefined : readDocument(values.since, calls),
    };
    const { lines, breaking } = reportOf(
      documents,
      values.all ? [] : readDifferences(join(folder, "differences.yaml")),
    );
    for (const line of lines) console.log(line);
    return breaking > 0 ? 1 : 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2));
}
