import { inspect } from "node:util";
import { expect, test } from "vitest";
import { cleanCause, reasonOf } from "./clean-cause.js";
import { createRedact } from "./redact.js";

const secret = "top-secret-token";
const redact = createRedact([secret]);
const clean = (thrown: unknown) => cleanCause(thrown, redact);

/** Everything that can be found in a value, hidden members and those of its causes too. */
const allOf = (value: unknown) => inspect(value, { showHidden: true, depth: 20 });

test("what a runtime put into an error and its causes stays behind, its reason does not", () => {
  const parser = Object.assign(new Error(`Invalid header value char: ${secret}`), {
    name: "HTTPParserError",
    code: "HPE_INVALID_HEADER_TOKEN",
    data: `HTTP/1.1 200 OK\r\nx-echo: ${secret}`,
    socket: { headers: { authorization: `Bearer ${secret}` } },
    [Symbol("request")]: secret,
  });
  Object.defineProperty(parser, "hidden", { value: secret, enumerable: false });
  const cleaned = clean(new TypeError("fetch failed", { cause: parser }));
  expect(allOf(cleaned)).not.toContain(secret);
  expect(cleaned).toMatchObject({
    name: "TypeError",
    message: "fetch failed",
    cause: {
      name: "HTTPParserError",
      code: "HPE_INVALID_HEADER_TOKEN",
      message: "Invalid header value char: [redacted]",
    },
  });
  expect(reasonOf(cleaned)).toBe("Invalid header value char: [redacted]");
});

test("each of several reasons is kept", () => {
  const refused = (address: string) =>
    Object.assign(new Error(`connect ${address}`), { code: "ECONNREFUSED", address });
  const thrown = new TypeError("fetch failed", { cause: new AggregateError([refused("::1"), refused("127.0.0.1")]) });
  const cleaned = clean(thrown);
  expect(reasonOf(cleaned)).toBe("connect ::1; connect 127.0.0.1");
  expect(cleaned).toMatchObject({
    cause: { errors: [{ code: "ECONNREFUSED", address: "::1" }, { address: "127.0.0.1" }] },
  });
});

test("the stack says where, without the message's credential", () => {
  const cleaned = clean(new Error(secret));
  expect(cleaned).toMatchObject({ stack: expect.stringContaining("clean-cause.test.ts") });
  expect(allOf(cleaned)).not.toContain(secret);
});

test("a cause that causes itself comes to an end", () => {
  const thrown = new Error("round");
  thrown.cause = thrown;
  expect(allOf(clean(thrown))).toContain("round");
});

test.each([
  [undefined, undefined, ""],
  [null, undefined, ""],
  [`no ${secret}`, "no [redacted]", "no [redacted]"],
  [{ token: secret }, undefined, ""],
  [() => secret, undefined, ""],
  [7, 7, ""],
])("what is not an error is text, a number or nothing: %o", (thrown, expected, reason) => {
  expect(clean(thrown)).toBe(expected);
  expect(reasonOf(clean(thrown))).toBe(reason);
});

test("a member that throws when it is read is passed over", () => {
  const thrown = new Error("broken");
  Object.defineProperty(thrown, "code", {
    get: () => {
      throw new TypeError("illegal invocation");
    },
  });
  expect(clean(thrown)).toMatchObject({ message: "broken" });
});
