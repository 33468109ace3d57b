// Chromium, without a window. The page is of the sandbox's own origin (the sandbox's 404 is a document as good as any), so
// the browser runs with its security as it is, and the bytes that faults break reach its own network stack: a proxy in
// between, or --disable-web-security, would each have changed what is tested. Only the control address is another
// origin, and allows it.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { mustEnd, runCommand } from "./child.mjs";

// Fetched by this command alone: what `npm start` installs stays without it.
const playwright = "playwright-core@1.65.1";
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** @returns the path of a browser: BROWSER_PATH, or the first known name on PATH; undefined when there is none */
export function findBrowser() {
  if (process.env.BROWSER_PATH) return process.env.BROWSER_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/**
 * Plays the cases in a page.
 *
 * @param {string} executablePath
 * @param {string} folder with the program
 * @param {string} origin of the sandbox
 * @param {string} control
 */
export async function runInChromium(executablePath, folder, origin, control) {
  await runCommand("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, playwright], folder);
  const { chromium } = createRequire(join(folder, "package.json"))("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const unhandled = [];
    page.on("pageerror", (/** @type {Error} */ error) => unhandled.push(error.message));
    await page.goto(`${origin}/runtimes`);
    const program = Buffer.from(readFileSync(join(folder, "program.js"))).toString("base64");
    const start = `import("data:text/javascript;base64,${program}").then(({ run }) => run("${control}"))`;
    await mustEnd(page.evaluate(start));
    if (unhandled.length > 0) throw new Error(`left to the page: ${unhandled.join("; ")}`);
  } finally {
    await browser.close();
  }
}
