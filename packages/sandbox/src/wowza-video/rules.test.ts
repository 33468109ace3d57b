import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readContract } from "../server/contract.js";
import { createWorld } from "../world/world.js";
import { wowzaVideoRules } from "./rules.js";
import { wowzaVideo } from "./wowza-video.js";

const folder = new URL("./", import.meta.url);
const files = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);
const world = createWorld({ seed: 1, now: 0 });

it.each(wowzaVideoRules.map(({ id }) => id))("rule %s has a test named for it", (id) => {
  const tests = files.filter(([name]) => name.endsWith(".test.ts"));
  expect(tests.some(([, text]) => text.includes(`"rule ${id}:`))).toBe(true);
});

it("each rule is listed once, with a source unless it is the sandbox's own or unverified", () => {
  expect(new Set(wowzaVideoRules.map(({ id }) => id)).size).toBe(wowzaVideoRules.length);
  for (const { certainty, source } of wowzaVideoRules) {
    if (certainty !== "sandbox" && certainty !== "unverified") expect(source).not.toBe("");
  }
});

it("every operation of the contract is implemented, and no other", () => {
  const customerId = world.customers[0]?.id ?? "";
  const vendor = wowzaVideo(world, { token: "t", limiter: () => true, customerId });
  expect(Object.keys(vendor.handlers)).toEqual(readContract("wowza-video").map(({ key }) => key));
});

it("an account an account needs a customer of its world", () => {
  expect(() => wowzaVideo(world, { token: "t", limiter: () => true, customerId: "nobody" })).toThrow(RangeError);
});
