import { expect, test } from "vitest";
import { readHeaders } from "./headers.js";

test("each value of a field is one of the headers; what was read as UTF-8 is bytes again", () => {
  const headers = readHeaders({ "x-one": "é", "x-wide": "日", "set-cookie": ["a=1", "b=2"], "x-none": undefined });
  expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect([headers.get("x-one"), headers.get("x-none")]).toEqual(["é", null]);
  expect(Buffer.from(headers.get("x-wide") ?? "", "latin1").toString()).toBe("日");
});
