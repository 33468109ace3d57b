import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { operations } from "../../metronome/src/operations.js";

// `format: decimal` makes a field's type a string; the client's list of decimals makes its value one. A field in one and
// not in the other would be a number behind the type of a string.
type Node = Record<string, unknown>;
const spec: Node = parse(readFileSync(new URL("../../../specs/metronome/openapi.yaml", import.meta.url), "utf8"));

const at = (node: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Node)[key] : undefined),
    node,
  );

function resolve(node: unknown): unknown {
  const reference = at(node, "$ref");
  return typeof reference === "string" ? resolve(at(spec, ...reference.slice(2).split("/"))) : node;
}

/** The decimals below a schema, named as the transport names them. */
function decimalsOf(schema: unknown, name: string): string[] {
  const node = resolve(schema);
  if (at(node, "format") === "decimal") return [name];
  const properties = Object.entries((at(node, "properties") ?? {}) as Node);
  const more = at(node, "additionalProperties");
  return [
    ...properties.flatMap(([key, value]) => decimalsOf(value, key)),
    ...(at(node, "items") === undefined ? [] : decimalsOf(at(node, "items"), name)),
    ...(typeof more === "object" ? decimalsOf(more, `${name}.*`) : []),
  ];
}

test.each(Object.entries(operations))("the decimals of %s are those of the spec", (name, { decimals = [] }) => {
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
  expect([...new Set(decimalsOf(schema, ""))].sort()).toEqual([...decimals].sort());
});
