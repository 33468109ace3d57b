import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, receive, requestTo, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
});
afterAll(() => sandbox.close());

const secrets = {
  metronome: "sandbox-metronome-token",
  amberflo: "sandbox-amberflo-key",
  "wowza-video": "sandbox-wowza-token",
};

describe.each(vendorNames)("of %s", (vendor) => {
  const secret = secrets[vendor];

  it.each<[string, (text: string) => string]>([
    ["echo-message-plain", (text) => text],
    ["echo-message-url", decodeURIComponent],
    ["echo-message-base64", (text) => Buffer.from(/credential (\S+)/.exec(text)?.[1] ?? "", "base64").toString()],
    ["echo-message-html", (text) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))],
    ["echo-message-json", (text) => JSON.parse(text).message],
    ["echo-key", (text) => Object.keys(JSON.parse(text)).join()],
  ])("%s: a 401 with the credential", async (fault, decode) => {
    const response = await ask(sandbox, vendor, fault);
    expect(response.status).toBe(401);
    expect(decode(await response.text())).toContain(secret);
  });

  it("echo-request-id and echo-not-json: the credential in a header, and as the body", async () => {
    expect((await ask(sandbox, vendor, "echo-request-id")).headers.get("x-request-id")).toBe(secret);
    expect(await (await ask(sandbox, vendor, "echo-not-json")).text()).toBe(secret);
  });

  it.each(["echo-status-line", "echo-header", "echo-length", "echo-chunk", "echo-encoding"])(
    "%s: the credential in the raw response",
    async (fault) => {
      const { head, body } = await receive(requestTo(sandbox, vendor), fault);
      expect(head + body.toString()).toContain(secret);
    },
  );
});
