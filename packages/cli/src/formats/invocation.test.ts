import { expect, it } from "vitest";
import { invocation } from "./invocation.js";

const path = ["/cache/_npx/1a2b/node_modules/.bin", "/repository/node_modules/.bin", "/usr/bin"].join(":");
const pnpm = { npm_config_user_agent: "pnpm/12.21.0 npm/? node/v20.20.2 linux x64", PATH: path };

it.each<[string, Record<string, string>, string[], string[]]>([
  ["metermux where nothing started it", {}, [], ["metermux"]],
  ["pnpm where it is installed", pnpm, ["/usr/bin/pnpm"], ["pnpm", "metermux"]],
  [
    "npx where pnpm is there for this run only",
    pnpm,
    ["/cache/_npx/1a2b/node_modules/.bin/pnpm"],
    ["npx", "pnpm@12.21.0", "metermux"],
  ],
  ["npx under npx", { npm_config_user_agent: "npm/11.0.0 node/v20", npm_command: "exec" }, [], ["npx", "metermux"]],
  [
    "metermux in a script of npm",
    { npm_config_user_agent: "npm/11.0.0 node/v20", npm_command: "run-script" },
    [],
    ["metermux"],
  ],
])("says %s", (_case, environment, programs, words) => {
  expect(invocation(environment, (candidate) => programs.includes(candidate))).toEqual(words);
});
