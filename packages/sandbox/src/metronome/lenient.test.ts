import { describe, expect, it } from "vitest";
import { testLenient } from "../../test/lenient.js";
import { startCaller } from "../../test/support.js";

describe("lenient", () => testLenient("metronome", () => ({ authorization: "Bearer any" })));

const nobody = "00000000-0000-4000-8000-000000000000";

it("rule lenient: the answer has the requested id, and no rows where a rule would refuse", async () => {
  const { send, usage, sandbox } = await startCaller({ lenient: true });
  expect(JSON.parse((await send("GET", `/v1/customers/${nobody}`)).text).data.id).toBe(nobody);
  expect(JSON.parse((await send("GET", `/v1/billable-metrics/${nobody}`)).text).data.id).toBe(nobody);
  const unaligned = { window_size: "DAY", starting_on: "2026-03-01T05:00:00Z", ending_before: "2026-03-01T06:00:00Z" };
  expect((await usage(unaligned, "?next_page=next_page&limit=3")).text).toBe('{"data":[],"next_page":null}');
  expect((await usage({ window_size: "DAY" })).rule).toBe("body");
  expect((await send("GET", "/v1/customers", undefined, { authorization: "" })).status).toBe(401);
  await sandbox.close();
});

it("rule lenient: a request that the rules allow is answered by the rules", async () => {
  const strict = await startCaller();
  const lenient = await startCaller({ lenient: true });
  const body = { window_size: "NONE", starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-02T00:00:00Z" };
  const answer = await strict.usage(body);
  expect(answer.status).toBe(200);
  expect((await lenient.usage(body)).text).toBe(answer.text);
  await Promise.all([strict.sandbox.close(), lenient.sandbox.close()]);
});
