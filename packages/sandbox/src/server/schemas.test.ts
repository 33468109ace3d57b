import { expect, it } from "vitest";
import { compileSchemas } from "./schemas.js";

const document = {
  paths: {},
  components: {
    schemas: {
      Ask: {
        type: "object",
        properties: { day: { type: "string", format: "date" }, by: { $ref: "#/components/schemas/By" } },
      },
      By: { type: "object", properties: { key: { type: "string", enum: ["a", "b"] } } },
      Free: { type: "object", additionalProperties: { type: "number", format: "decimal" } },
    },
  },
};
const schemas = compileSchemas(document);
const ask = { $ref: "#/components/schemas/Ask" };

it("references are followed and formats are checked", () => {
  const check = schemas.open(ask);
  expect(check({ day: "2026-03-01", by: { key: "a" } })).toBeNull();
  expect(check({ day: "yesterday" })?.message).toBe('day must match format "date"');
  expect(check({ by: { key: "c" } })?.message).toContain("by.key must be equal to one of the allowed values: a, b");
});

it("unknown fields are refused by name at any depth, only when closed", () => {
  expect(schemas.open(ask)({ other: 1, by: { other: 1 } })).toBeNull();
  expect(schemas.closed(ask)({ other: 1 })).toEqual({ message: "other is not a known field", unknownField: true });
  expect(schemas.closed(ask)({ by: { other: 1 } })?.message).toBe("by.other is not a known field");
});

it("maps stay open when closed", () => {
  const check = schemas.closed({ $ref: "#/components/schemas/Free" });
  expect(check({ anything: 1.5 })).toBeNull();
  expect(check({ anything: "1.5" })?.unknownField).toBe(false);
});
