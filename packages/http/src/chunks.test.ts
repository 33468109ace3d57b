import fc from "fast-check";
import { expect, test } from "vitest";
import { createChunks } from "./chunks.js";

test("a body of single bytes is kept in chunks of 64 KiB", () => {
  const chunks = createChunks();
  for (let byte = 0; byte < 1_000_000; byte += 1) chunks.add(Uint8Array.of(byte % 251));
  expect(chunks.bytes).toBe(1_000_000);
  expect(chunks.length).toBeLessThan(40);
});

test("what is kept of small chunks is about their size, also between large ones", () => {
  const chunks = createChunks();
  const large = new Uint8Array(16 * 1024);
  for (let pair = 0; pair < 100; pair += 1) {
    chunks.add(Uint8Array.of(1));
    chunks.add(large);
  }
  let memory = 0;
  for (let chunk = chunks.take(); chunk !== undefined; chunk = chunks.take()) memory += chunk.buffer.byteLength;
  expect(memory).toBeLessThan(101 * 16 * 1024);
});

test("no byte is lost, doubled or out of order, whatever the sizes and whoever takes when", () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 16_000, max: 70_000 }), fc.constant("take"));
  fc.assert(
    fc.property(fc.array(size, { maxLength: 80 }), (steps) => {
      const chunks = createChunks();
      let added = 0;
      let taken = 0;
      const take = () => {
        const chunk = chunks.take();
        expect(chunk?.findIndex((byte, index) => byte !== (taken + index) % 251) ?? -1).toBe(-1);
        taken += chunk?.byteLength ?? 0;
        return chunk !== undefined;
      };
      for (const step of steps) {
        if (typeof step === "string") take();
        else chunks.add(Uint8Array.from({ length: step }, () => added++ % 251));
        expect(chunks.bytes).toBe(added - taken);
      }
      while (take());
      expect([taken, chunks.bytes, chunks.length]).toEqual([added, 0, 0]);
    }),
    { numRuns: 30 },
  );
});
