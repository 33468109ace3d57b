import { once } from "node:events";
import { afterEach, expect, it, vi } from "vitest";
import { ask, open, requestTo, startFaulty, vendorNames } from "../../test/faulty.js";
import { faults } from "./table.js";

afterEach(() => vi.restoreAllMocks());

it.each(["stall-headers", "stall-body", "slow-drip:60000", "latency:60000", "oversized-body:4096", "two-answers"])(
  "%s ends at once when the sandbox closes",
  async (fault) => {
    const sandbox = await startFaulty();
    // The client does not read, so an oversized body waits.
    const sockets = vendorNames.map((vendor) => open(requestTo(sandbox, vendor), fault));
    const closed = sockets.map((socket) =>
      once(
        socket.on("error", () => {}),
        "close",
      ),
    );
    await vi.waitFor(() => expect(sandbox.faultsMet[fault.replace(/:.*/, "")]).toBe(3), { timeout: 20_000 });
    const started = performance.now();
    await sandbox.close();
    // The faults would last for a minute; the limit leaves time for a busy machine.
    expect(performance.now() - started).toBeLessThan(5_000);
    for (const socket of sockets) socket.resume();
    await Promise.all(closed);
  },
);

it("the sandbox keeps serving after every fault at every vendor and every client disconnect, and logs nothing", async () => {
  const said = [vi.spyOn(console, "error"), vi.spyOn(console, "info"), vi.spyOn(console, "warn")];
  const sandbox = await startFaulty();
  await Promise.all(vendorNames.map((vendor) => ask(sandbox, vendor)));
  for (const { name } of faults) {
    const sockets = vendorNames.map((vendor) => open(requestTo(sandbox, vendor), name).on("error", () => {}));
    const before = Object.values(sandbox.requests);
    await vi.waitFor(() => expect(Object.values(sandbox.requests)).toEqual(before.map((count) => count + 1)), {
      interval: 2,
      timeout: 20_000,
    });
    for (const [index, socket] of sockets.entries()) index === 0 ? socket.destroy() : socket.resetAndDestroy();
  }
  const answers = await Promise.all(vendorNames.map((vendor) => ask(sandbox, vendor)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  await sandbox.close();
  for (const spy of said) expect(spy).not.toHaveBeenCalled();
});
