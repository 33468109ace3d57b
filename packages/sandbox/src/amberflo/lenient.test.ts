import { describe, expect, it } from "vitest";
import { startAmberflo, usageRequest } from "../../test/amberflo.js";
import { testLenient } from "../../test/lenient.js";

describe("lenient", () => {
  testLenient("amberflo", (path) => ({ "x-api-key": path.startsWith("/customer-portal/") ? "Session any" : "any" }));
});

it("rule lenient: a refused query of a batch has an empty report, and the others are answered", async () => {
  const { send, sandbox } = await startAmberflo({ lenient: true });
  const { text } = await send("POST", "/usage/batch", [{ ...usageRequest, meterApiName: "nope" }, usageRequest]);
  const [refused, answered] = JSON.parse(text);
  expect(refused).toMatchObject({ metadata: { meterApiName: "nope" }, clientMeters: [] });
  expect(answered.clientMeters).toHaveLength(1);
  expect((await send("GET", "/meters", undefined, { "x-api-key": "" })).status).toBe(401);
  expect((await send("POST", "/usage", {})).rule).toBe("body");
  await sandbox.close();
});
