import { expect, expectTypeOf, test } from "vitest";
import type { MetermuxError } from "./error.js";
import { failure } from "./failures.js";
import { attachDetails } from "./response-details.js";
import { isRetryableStatus } from "./retryable-status.js";
import { unwrap } from "./unwrap.js";

type Result =
  | { data: { id: string }; error?: never; response: Response }
  | { data?: never; error: { message: string }; response: Response };

function failed(status: number, error: unknown, headers: Record<string, string> = {}) {
  const response = new Response(null, { status, headers });
  const call = {
    vendor: "metronome",
    operation: "POST /v1/usage",
    attempts: 3,
    retryAfterMs: 9_000,
    splittable: false,
    retryable: isRetryableStatus(status),
    secrets: ["top-secret"],
  };
  attachDetails(response, { answerError: (...said) => failure("answerError", ...said, call) });
  return { error, response };
}

async function failureOf(call: Promise<unknown>): Promise<MetermuxError> {
  return call.then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error,
  );
}

test("gives the data of a success, with its exact type", async () => {
  const result = { data: { id: "a" }, response: new Response("{}") } as Result;
  const data = await unwrap(Promise.resolve(result));
  expect(data).toEqual({ id: "a" });
  expectTypeOf(data).toEqualTypeOf<{ id: string }>();
});

test.each([
  [400, "rejected", false],
  [401, "unauthorized", false],
  [403, "unauthorized", false],
  [404, "not_found", false],
  [408, "timed_out", true],
  [409, "rejected", false],
  [429, "rate_limited", true],
  [500, "vendor_failure", true],
  [501, "vendor_failure", false],
])("turns %i into %s", async (status, code, retryable) => {
  const error = await failureOf(unwrap(failed(status, { message: "said so" })));
  expect(error).toMatchObject({
    code,
    status,
    retryable,
    attempts: 3,
    retryAfterMs: 9_000,
    body: { message: "said so" },
  });
  expect(error.message).toMatch(`metronome: POST /v1/usage answered ${status} after 3 attempts: said so`);
});

test("an error status without a body is an error too", async () => {
  await expect(unwrap(failed(500, undefined))).rejects.toMatchObject({ code: "vendor_failure", status: 500 });
});

test.each<[unknown, string, string | undefined]>([
  [{ message: "one" }, ": one", undefined],
  [{ errorMessage: "two" }, ": two", undefined],
  [{ error: "three" }, ": three", undefined],
  [{ code: "C4", message: "four" }, ": C4: four", "C4"],
  [
    { meta: { status: 401, code: "ERR-401-TrialExceeded", message: "five" } },
    ": ERR-401-TrialExceeded: five",
    "ERR-401-TrialExceeded",
  ],
  ["plain text", ": plain text", undefined],
  ["", "", undefined],
  [{ other: 1 }, ': {"other":1}', undefined],
])("finds the vendor's words in %j", async (body, ending, vendorCode) => {
  const error = await failureOf(unwrap(failed(400, body)));
  expect(error.message).toBe(`metronome: POST /v1/usage answered 400 after 3 attempts${ending}`);
  expect(error.vendorCode).toBe(vendorCode);
});

test("names the vendor's request id", async () => {
  await expect(unwrap(failed(500, "", { "x-request-id": "r-1" }))).rejects.toMatchObject({ requestId: "r-1" });
});

test("keeps a credential that the vendor echoes out of the message and the body", async () => {
  for (const body of ["no access for top-secret", { message: "bad top-secret", deep: [{ token: "top-secret" }] }]) {
    const error = await failureOf(unwrap(failed(401, body)));
    expect(JSON.stringify(error)).not.toContain("top-secret");
    expect(error.message).toContain("[redacted]");
  }
});
