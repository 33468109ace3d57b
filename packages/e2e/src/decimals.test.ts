import type { Operation } from "@metermux/http";
import { expect, test } from "vitest";
import { operations as amberflo } from "../../amberflo/src/operations.js";
import { operations as metronome } from "../../metronome/src/operations.js";
import { operations as wowza } from "../../wowza-video/src/operations.js";
import { readSpec } from "./read-spec.js";

// `format: decimal` makes a field's type a string; the client's list of decimals makes its value one. A field that is
// in only one of them would be a number with the type of a string.
type Node = Record<string, unknown>;
const at = (node: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Node)[key] : undefined),
    node,
  );

function resolve(node: unknown, spec: Node): unknown {
  const reference = at(node, "$ref");
  return typeof reference === "string" ? resolve(at(spec, ...reference.slice(2).split("/")), spec) : node;
}

/** The decimals below a schema, named as the transport names them. */
function decimalsOf(schema: unknown, name: string, spec: Node): string[] {
  const node = resolve(schema, spec);
  if (at(node, "format") === "decimal") return [name];
  const properties = Object.entries((at(node, "properties") ?? {}) as Node);
  const more = at(node, "additionalProperties");
  return [
    ...properties.flatMap(([key, value]) => decimalsOf(value, key, spec)),
    ...(at(node, "items") === undefined ? [] : decimalsOf(at(node, "items"), name, spec)),
    ...(typeof more === "object" ? decimalsOf(more, `${name}.*`, spec) : []),
  ];
}

const all = Object.entries({ metronome, amberflo, "wowza-video": wowza }).flatMap(([vendor, operations]) =>
  Object.entries<Operation>(operations).map(([name, { decimals = [] }]) => ({ vendor, name, decimals })),
);

test.each(all)("the decimals of $vendor $name are those of the spec", ({ vendor, name, decimals }) => {
  const spec: Node = readSpec(vendor);
  const [verb = "", path = ""] = name.split(" ");
  const schema = at(
    spec,
    "paths",
    path,
    verb.toLowerCase(),
    "responses",
    "200",
    "content",
    "application/json",
    "schema",
  );
  expect(schema).toBeDefined();
  expect([...new Set(decimalsOf(schema, "", spec))].sort()).toEqual([...decimals].sort());
});
