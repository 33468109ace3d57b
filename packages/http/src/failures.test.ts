import { inspect } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { MetermuxError } from "./error.js";
import { failure } from "./failures.js";

const secret = "top-secret-token";
const echo = new Response(null, { status: 401, headers: { "x-request-id": secret } });

afterEach(() => vi.doUnmock("./failure.js"));

test("where the words for a failure do not load, the error is typed and quotes nothing of the vendor", async () => {
  vi.doMock("./failure.js", () => {
    throw new TypeError(`Failed to fetch dynamically imported module; ${secret}`);
  });
  const error = await failure("answerError", echo, { message: `no ${secret}` }, { secrets: [secret] });
  expect(error).toBeInstanceOf(MetermuxError);
  expect(error).toMatchObject({ code: "connection_failed", retryable: true });
  expect(`${JSON.stringify(error)}${inspect(error, { showHidden: true, depth: 9 })}`).not.toContain(secret);
});

test("where they do not load for a list, it still ends as an incomplete one", async () => {
  vi.doMock("./failure.js", () => {
    throw new TypeError("Failed to fetch dynamically imported module");
  });
  expect(await failure("listError", "meters", "page", 2)).toMatchObject({ code: "incomplete_result" });
});

test("where they load, the error has the vendor's words without the credential", async () => {
  const error = await failure("answerError", echo, { message: `no ${secret}` }, { secrets: [secret] });
  expect(error).toMatchObject({ code: "unauthorized", body: { message: "no [redacted]" }, requestId: "[redacted]" });
});
