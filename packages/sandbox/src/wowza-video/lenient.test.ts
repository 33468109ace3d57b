import { describe, expect, it } from "vitest";
import { testLenient } from "../../test/lenient.js";
import { NOW } from "../../test/support.js";
import { startSandbox } from "../sandbox.js";

describe("lenient", () => testLenient("wowza-video", () => ({ authorization: "Bearer any" })));

it("rule lenient: an unknown id is answered, and an invalid range is replaced by the default range", async () => {
  const sandbox = await startSandbox({ now: NOW, lenient: true });
  const { baseUrl } = sandbox.connections["wowza-video"];
  const ask = (path: string, authorization = "Bearer any") =>
    fetch(`${baseUrl}${path}`, { headers: { authorization } });
  expect(await (await ask("/usage/stream_targets/abc")).json()).toMatchObject({ stream_target: { id: "abc" } });
  const long = await ask("/usage/account?from=2020-01-01%2000:00:00&to=2026-01-01%2000:00:00");
  expect(await long.json()).toMatchObject({ limits: { from: "2026-03-01T00:00:00.000Z" } });
  expect((await ask("/usage/account?from=soon")).status).toBe(422);
  expect((await ask("/usage/account", "")).status).toBe(401);
  await sandbox.close();
});
