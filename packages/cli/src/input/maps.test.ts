import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CommandLineError } from "../failure.js";
import { readMaps } from "./maps.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "maps-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
function read(content: string) {
  const path = join(folder, "map.json");
  writeFileSync(path, content);
  return readMaps(path, { stdin: Readable.from([]), signal });
}

it("is read with a byte order mark, and keeps names that objects are born with", async () => {
  const maps = await read('\uFEFF{"left":{"customers":{"__proto__":"a","constructor":"b","42":"c"}}}');
  expect(Object.entries(maps.left?.customers ?? {}).sort()).toEqual([
    ["42", "c"],
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
});

it.each<[string, string]>([
  ['{"left":{"customers":{"acme":42}}}', 'left.customers, "acme" of FILE is 42, which is not a name'],
  ['{"right":{"meters":{"m":null}}}', 'right.meters, "m" of FILE is null'],
  ['{"right":{"meters":{"m":""}}}', 'right.meters, "m" of FILE is ""'],
  ['{"left":{"meter":{}}}', '"meter" of FILE is not one of meters, customers, dimensions'],
  ['{"__proto__":{}}', '"__proto__" of FILE is not one of left, right'],
  ["[]", "FILE has no object where one belongs"],
  ['{"left":[]}', "FILE has no object where one belongs"],
  ['{"left":{"meters":"m"}}', "FILE has no object where one belongs"],
  ["secret", "FILE is not JSON"],
])("%s is refused", async (content, message) => {
  const error = await read(content).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(CommandLineError);
  expect(String(error)).toContain(`--map: ${message.replace("FILE", join(folder, "map.json"))}`);
  expect(String(error)).not.toContain("secret");
});

it("is nothing where none is given", async () => {
  expect(await readMaps(undefined, { stdin: Readable.from([]), signal })).toEqual({});
});
