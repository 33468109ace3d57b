// `pnpm lint:arrows`: the allowed imports between packages and folders, checked by a dependency linter. Each rule has its reason.
import { pathToFileURL } from "node:url";
import { cruise } from "dependency-cruiser";
import { root } from "./environment.mjs";
import { foldersOf, vendors } from "./vendors.mjs";

/** The rooms of the facade's core, the innermost first. */
const usageRooms = ["model", "catalog", "plan", "execute"];

/** Matches an import of these packages, by name or by the path it resolves to. @param {string[]} names */
const to = (...names) => ({ path: `(^|/)(@metermux/(${names.join("|")})(/|$)|packages/(${names.join("|")})/)` });
/** Matches the files of these packages. @param {string[]} names */
const from = (...names) => ({ path: `^packages/(${names.join("|")})/` });
const everyPackage = foldersOf("packages");
/** @param {string[]} names */
const allBut = (...names) => everyPackage.filter((name) => !names.includes(name));

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const forbidden = [
  {
    name: "http-knows-nobody",
    comment: "Every client uses the transport; if it imported one client, all clients would depend on each other.",
    from: from("http"),
    to: to(...allBut("http")),
  },
  ...vendors.map((vendor) => ({
    name: `${vendor}-stands-alone`,
    comment: "A vendor client has its vendor's own types and can be used alone: it imports only the transport.",
    from: from(vendor),
    to: to(...allBut("http", vendor)),
  })),
  {
    name: "core-knows-no-adapter",
    comment: "An application that imports one adapter must not bundle the other vendors.",
    from: {
      path: "^packages/usage/src/",
      pathNot: `^packages/usage/src/(${vendors.join("|")})/|\\.test(-support)?\\.ts$`,
    },
    to: { path: `^packages/usage/src/(${vendors.join("|")})/|(^|/)(@metermux/|packages/)(${vendors.join("|")})(/|$)` },
  },
  ...vendors.map((vendor) => ({
    name: `${vendor}-adapter-knows-its-vendor`,
    comment: "Importing one adapter never loads another.",
    from: { path: `^packages/usage/src/${vendor}/` },
    to: {
      path: `^packages/usage/src/(${vendors.filter((other) => other !== vendor).join("|")})/|(^|/)(@metermux/|packages/)(${vendors.filter((other) => other !== vendor).join("|")})(/|$)`,
    },
  })),
  {
    name: "adapters-use-the-adapter-subpath",
    comment:
      "An adapter outside this repository can import only @metermux/usage/adapter, so ours must need nothing deeper.",
    from: { path: `^packages/usage/src/(${vendors.join("|")})/`, pathNot: "\\.test(-support)?\\.ts$" },
    to: { path: "^packages/usage/src/", pathNot: "^packages/usage/src/(adapter/index\\.ts$|$1/)" },
  },
  {
    name: "adapter-subpath-knows-the-model-alone",
    comment: "Importing an adapter loads neither the planner nor the execution of queries.",
    from: { path: "^packages/usage/src/adapter/", pathNot: "\\.test(-support)?\\.ts$" },
    to: { path: "^packages/usage/src/", pathNot: "^packages/usage/src/(adapter/|model/|provider\\.ts$)" },
  },
  ...usageRooms.map((room, index) => ({
    name: `usage-${room}-looks-inwards`,
    comment:
      "A query goes from usage through execute, plan and catalog to the model, and each imports only the later ones.",
    from: { path: `^packages/usage/src/${room}/`, pathNot: "\\.test(-support)?\\.ts$" },
    to: {
      path: `^packages/usage/src/(${[...usageRooms.slice(index + 1), "adapter/", "usage\\.ts$", "index\\.ts$", "check\\.ts$"].join("|")})`,
    },
  })),
  {
    name: "usage-is-a-library",
    comment: "The facade runs in applications, so it imports neither the sandbox, the command line nor the tests.",
    from: from("usage"),
    to: to(...allBut("http", "usage", ...vendors)),
  },
  {
    name: "connections-know-the-facade-alone",
    comment: "Connections create providers from the environment, for the command line and services alike.",
    from: from("connections"),
    to: to(...allBut("http", "usage", "connections")),
  },
  {
    name: "sandbox-shares-only-the-specs",
    comment: "The sandbox and the clients test each other, which requires that they share no code.",
    from: from("sandbox"),
    to: to(...allBut("sandbox")),
  },
  {
    name: "nobody-imports-the-top",
    comment: "The tests and the benchmark may import everything; nothing imports them.",
    from: { path: "^packages/", pathNot: "^packages/(cli|e2e|benchmark)/" },
    to: to("cli", "e2e", "benchmark"),
  },
  {
    name: "openapi-fetch-in-clients-alone",
    comment: "Only a vendor's client calls the vendor; other packages use the client.",
    from: { path: "^packages/", pathNot: `^packages/(${vendors.join("|")})/` },
    to: { path: "(^|/)openapi-fetch(/|$)" },
  },
  {
    name: "libraries-are-web-standard",
    comment: "The libraries also run in browsers and edge runtimes, so they import no Node built-ins.",
    from: {
      path: `^packages/(http|usage|${vendors.join("|")})/src/`,
      pathNot: "^packages/http/src/undici/|\\.(test|test-d|test-support)\\.ts$",
    },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "undici-by-its-own-import-alone",
    comment: "undici is for Node and slow to load: only its own subpath imports it.",
    from: { path: "^packages/", pathNot: "^packages/(http/src/undici|e2e|benchmark)/" },
    to: { path: "^packages/http/src/undici/|(^|/)@metermux/http/undici$|(^|/)undici(/|$)" },
  },
  {
    name: "no-circles",
    comment: "Arrows go one way.",
    from: {},
    to: { circular: true },
  },
];

/**
 * The disallowed imports in a tree of packages, one line each.
 *
 * @param {string} baseDirectory the folder that holds `packages`
 */
export async function brokenArrows(baseDirectory) {
  const { output } = await cruise(["packages"], {
    baseDir: baseDirectory,
    validate: true,
    ruleSet: { forbidden },
    exclude: { path: "/(dist|node_modules|\\.snippets)/" },
    doNotFollow: { path: "node_modules|/dist/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types"],
      extensions: [".ts", ".js", ".mjs"],
    },
  });
  if (typeof output === "string") throw new Error(output);
  const { modules, summary } = output;
  if (modules.length === 0) throw new Error("no module was found, so the check would always pass");
  return summary.violations.map(({ rule, from, to }) => {
    const comment = forbidden.find(({ name }) => name === rule.name)?.comment;
    return `${from} must not import ${to} (${rule.name}): ${comment}`;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const broken = await brokenArrows(root);
  for (const line of broken) console.error(line);
  console.log(broken.length === 0 ? "arrows: all hold" : `arrows: ${broken.length} broken`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
