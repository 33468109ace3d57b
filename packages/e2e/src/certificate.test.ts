import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askMetronome, runNode } from "./run-node.js";

// A vendor behind a private certificate, as of a company's gateway.
let server: Server;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  const extensions = [{ name: "subjectAltName" as const, altNames: [{ type: 7 as const, ip: "127.0.0.1" }] }];
  const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    extensions,
  });
  folder = mkdtempSync(join(tmpdir(), "certificate-"));
  writeFileSync(join(folder, "own.pem"), cert);
  server = createServer({ key, cert }, (_, response) => response.end('{"data":[{},{}],"next_page":null}'));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  env = { METRONOME_BEARER_TOKEN: "test-token", METRONOME_BASE_URL: `https://127.0.0.1:${port}` };
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

test("a private certificate is trusted with NODE_EXTRA_CA_CERTS", async () => {
  expect(await runNode(askMetronome, { ...env, NODE_EXTRA_CA_CERTS: join(folder, "own.pem") })).toBe("2");
});

test("a private certificate is refused without NODE_EXTRA_CA_CERTS, with the reason", async () => {
  expect(await runNode(askMetronome, env)).toMatch(/^connection_failed .*certificate/);
});
