import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startSandbox } from "@metermux/sandbox";
import { trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, expect, test, vi } from "vitest";
import { readmeBlocks } from "./readme-blocks.js";

afterAll(() => vi.unstubAllEnvs());

test("the README's recipe makes a span for each call and each attempt", async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  const sandbox = await startSandbox({ requestsPerSecond: false });
  for (const [name, value] of Object.entries(sandbox.environment)) vi.stubEnv(name, value);
  vi.spyOn(console, "log").mockImplementation(() => {});
  const recipe = readmeBlocks().find(({ label }) => label === "otel");
  const folder = fileURLToPath(new URL("../.bundles/otel", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/otel.ts`, recipe?.text ?? "");
  await import(`${folder}/otel.ts`);
  await sandbox.close();
  expect(
    exporter.getFinishedSpans().map(({ name, attributes }) => [name, attributes["http.response.status_code"]]),
  ).toEqual([
    ["metronome attempt", 200],
    ["metronome GET /v1/customers", 200],
  ]);
});
