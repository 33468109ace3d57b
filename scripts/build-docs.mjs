// `pnpm build:docs`: an HTML reference of every spec in dist/reference, each page a single offline file.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { bundleSpec } from "./bundle-spec.mjs";
import { root } from "./environment.mjs";
import { listVendors } from "./generate-client.mjs";
import { redocly } from "./redocly.mjs";

/** The display options of a page: samples and the first fields of an answer are expanded. */
const options = { schemasExpansionLevel: 2, jsonSamplesExpandLevel: "all" };

/** Example numbers that a page would round, as text, as the client returns them. @param {string} spec */
const withoutRounding = (spec) =>
  spec.replace(/^ *value: \{.*$/gm, (line) => line.replace(/([:[,] ?)(\d{16,}(?:\.\d+)?)(?=[ ,\]}])/g, '$1"$2"'));

/** The only external resource of a page: the logo in "API docs by Redocly" in its footer. */
const remoteLogo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
const letters = '<text y="11" font-family="sans-serif" font-size="11" font-weight="bold" fill="#2467f2">Redocly</text>';
const logo = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="46" height="14">${letters}</svg>`)}`;

/**
 * Adds the content of `x-provenance` to the descriptions of a spec's operations.
 * @param {Record<string, any>} spec
 */
function withSources(spec) {
  const copy = structuredClone(spec);
  for (const operation of Object.values(copy.paths).flatMap((item) => Object.values(item))) {
    const { read, verified, facts = [], unverified = [] } = operation["x-provenance"] ?? {};
    const list = (/** @type {string} */ title, /** @type {string[]} */ items) =>
      items.length === 0
        ? ""
        : `\n\n<details><summary>${title}</summary>\n\n${items.map((item) => `- ${item}`).join("\n")}\n\n</details>`;
    const told = facts.map((/** @type {any} */ { fact, sources }) => `${fact} [${sources.join(", ")}]`);
    operation.description += list(`Where the facts come from (read ${read}; ${verified})`, told);
    operation.description += list("Not verified", unverified);
  }
  return copy;
}

/**
 * Builds the reference.
 *
 * @param {string} output the folder, which is emptied first
 * @returns the pages, with the title of each spec
 */
export async function buildReference(output) {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "metermux-docs-"));
  try {
    writeFileSync(join(folder, "redocly.yaml"), JSON.stringify({ openapi: options }));
    const pages = (await listVendors()).map(({ name }) => {
      const spec = join(folder, `${name}.json`);
      const document = withSources(parse(withoutRounding(bundleSpec(join(root, "specs", name)))));
      writeFileSync(spec, JSON.stringify(document));
      const page = join(output, `${name}.html`);
      const { status, stderr } = redocly(["build-docs", spec, "--inlineBundle", "--output", page], folder);
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      writeFileSync(page, readFileSync(page, "utf8").replaceAll(remoteLogo, logo));
      return { name, page, info: document.info };
    });
    writeFileSync(join(output, "index.html"), index(pages));
    return pages;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {{ name: string, info: { title: string, summary: string } }[]} pages */
function index(pages) {
  const items = pages.map(
    ({ name, info }) => `<li><a href="${name}.html">${info.title}</a><p>${info.summary}</p></li>`,
  );
  const style =
    "body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}li{margin:1rem 0}p{margin:0}";
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>metermux: the reference of its specs</title>
<style>${style}</style>
<h1>The specs of metermux</h1>
<ul>
${items.join("\n")}
</ul>
</html>
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const output = join(root, "dist", "reference");
  const pages = await buildReference(output);
  console.log(`${pages.length} pages and index.html in ${output}`);
}
