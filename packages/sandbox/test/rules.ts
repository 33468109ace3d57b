import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readContract } from "../src/server/contract.js";
import type { Rule } from "../src/server/rule.js";
import type { Vendor } from "../src/server/vendor.js";

/** Tests every vendor's rules: each rule has a test and a source, and each operation is implemented. */
export function testRules(name: string, rules: readonly Rule[], vendor: Vendor): void {
  const folder = new URL(`../src/${name}/`, import.meta.url);
  const tests = readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"));

  it.each(rules.map(({ id }) => id))("rule %s has a test named for it", (id) => {
    expect(tests.some((text) => text.includes(`"rule ${id}:`))).toBe(true);
  });

  it("each rule is listed once, with a source unless it is the sandbox's own or unverified", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { certainty, source } of rules) {
      if (certainty !== "sandbox" && certainty !== "unverified") expect(source).not.toBe("");
    }
  });

  it("every operation of the contract is implemented, and no other", () => {
    const operations = readContract(name).map(({ key }) => key);
    expect(Object.keys(vendor.handlers).sort()).toEqual(operations.sort());
  });
}
