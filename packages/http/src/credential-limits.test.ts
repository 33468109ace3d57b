import { expect, test } from "vitest";
import type { Credential, CredentialRequest } from "./credential.js";
import { MetermuxError } from "./error.js";
import { flush } from "./manual-clock.test-support.js";
import { base, failureOf, ok, setUp, status, usage } from "./scripted-transport.test-support.js";
import { unwrap } from "./unwrap.js";

const credentialScheme = (value: Credential) => ({
  credential: { value, field: "token", header: "authorization", scheme: "Bearer" },
});
const never = () => new Promise<string>(() => {});

test("a credential that never comes ends with the time limit of an attempt, and nothing is sent", async () => {
  const { clock, sent, transport } = setUp([ok], { timeoutMs: 1_000 }, credentialScheme(never));
  const start = clock.now();
  const error = await failureOf(clock, transport(usage()));
  expect(error).toMatchObject({ code: "timed_out", vendor: "metronome", operation: "POST /v1/usage" });
  expect(error.message).toContain("token: its function gave no credential within 1000 ms");
  expect(clock.now() - start).toBe(1_000);
  expect(sent).toHaveLength(0);
});

test("a credential that never comes ends with the deadline of the call", async () => {
  const { clock, transport } = setUp([ok], { deadlineMs: 500 }, credentialScheme(never));
  const error = await failureOf(clock, transport(usage()));
  expect(error).toMatchObject({ code: "timed_out" });
  expect(error.message).toContain("deadline of 500 ms");
});

test("a credential that never comes ends at once with the caller's signal, which its function is given", async () => {
  const asked: CredentialRequest[] = [];
  const value = (request: CredentialRequest) => {
    asked.push(request);
    return never();
  };
  const { clock, transport } = setUp([ok], {}, credentialScheme(value));
  const stop = new AbortController();
  const call = transport(usage({ signal: stop.signal }));
  await flush();
  expect(asked.map(({ renew, signal }) => [renew, signal.aborted])).toEqual([[false, false]]);
  stop.abort(new Error("enough"));
  await expect(call).rejects.toMatchObject({ code: "aborted", cause: new Error("enough") });
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(clock.pending()).toBe(0);
});

test.each<[string, () => string]>([
  [
    "throws",
    () => {
      throw new Error("the vault is locked");
    },
  ],
  ["rejects", () => Promise.reject(new Error("the vault is locked")) as never],
])(
  "a credential's function that %s is a typed error with its own as cause, and is not called again",
  async (_, value) => {
    const { clock, sent, transport } = setUp([ok], {}, credentialScheme(value));
    const error = await failureOf(clock, transport(usage()));
    expect(error).toMatchObject({ code: "invalid_input", cause: new Error("the vault is locked") });
    expect(error.message).toContain("token: its function failed");
    expect(sent).toHaveLength(0);
  },
);

test("a typed error of a credential's function is left as it is", async () => {
  const own = new MetermuxError("no access", { code: "aborted" });
  const { clock, transport } = setUp(
    [ok],
    {},
    credentialScheme(() => Promise.reject(own)),
  );
  expect(await failureOf(clock, transport(usage()))).toBe(own);
});

test("a credential of a wrong form is refused by its name, without its value", async () => {
  const { clock, transport } = setUp(
    [ok],
    {},
    credentialScheme(async () => "two words"),
  );
  const error = await failureOf(clock, transport(usage()));
  expect(error).toMatchObject({ code: "invalid_input", field: "token" });
  expect(error.message).not.toContain("two words");
});

test("a credential that was rotated away is redacted as the present one is, in later calls too", async () => {
  const tokens = ["first-credential", "second-credential", "third-credential"];
  const given = [...tokens];
  const echo = () =>
    Response.json(
      { message: tokens.join(", "), code: tokens[0], [tokens[1] ?? ""]: 1 },
      { status: 400, headers: { "x-request-id": tokens[0] ?? "" } },
    );
  const { clock, transport } = setUp(
    [status(503), status(200), echo],
    { retries: 1 },
    credentialScheme(() => given.shift() ?? ""),
  );
  await clock.settle(transport(usage()).catch(() => {}));
  const response = await clock.settle(transport(new Request(`${base}/v1/things/1`)));
  const error = await unwrap({ error: await response.json(), response }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "rejected", requestId: "[redacted]", vendorCode: "[redacted]" });
  for (const token of tokens) expect(JSON.stringify(error) + (error as Error).stack).not.toContain(token);
});
