import { describe, expect, test } from "vitest";
import { flush } from "./manual-clock.test-support.js";
import {
  base,
  broken,
  brokenBody,
  failureOf,
  ok,
  type Reply,
  setUp,
  stalledBody,
  status,
  usage,
} from "./scripted-transport.test-support.js";

describe("a read", () => {
  test("is sent again with its body intact until it succeeds", async () => {
    const { clock, sent, transport } = setUp([broken, brokenBody, status(503), status(429), ok]);
    const response = await clock.settle(transport(usage()));
    expect(await response.json()).toEqual({ data: [{ value: "9007199254740993.25" }] });
    expect(sent.map(({ body }) => body)).toEqual(Array(5).fill('{"q":1}'));
    expect(sent.map(({ at }) => at - (sent[0]?.at ?? 0))).toEqual([0, 500, 1500, 3500, 7500]);
  });

  test("can be read as text and as bytes too, with its digits", async () => {
    const { clock, transport } = setUp([ok]);
    const text = '{"data":[{"value":"9007199254740993.25"}]}';
    expect((await (await clock.settle(transport(usage()))).text()).replaceAll(" ", "")).toBe(text);
    const bytes = (await clock.settle(transport(usage()))).body;
    expect((await new Response(bytes).text()).replaceAll(" ", "")).toBe(text);
  });

  test("gives up after four retries and hands on the last answer", async () => {
    const { clock, sent, transport } = setUp([status(500)]);
    const response = await clock.settle(transport(usage()));
    expect(response.status).toBe(500);
    expect(sent).toHaveLength(5);
  });

  test("gives up after four retries with the error of the connection and its attempts", async () => {
    const { clock, sent, transport } = setUp([broken]);
    const error = await failureOf(clock, transport(usage()));
    expect(error).toMatchObject({
      code: "connection_failed",
      attempts: 5,
      retryable: true,
      operation: "POST /v1/usage",
    });
    expect(error.message).toContain("ECONNREFUSED");
    expect(sent).toHaveLength(5);
  });

  test.each([400, 401, 403, 404, 409, 422])("is not sent again after %i", async (code) => {
    const { clock, sent, transport } = setUp([status(code), ok]);
    expect((await clock.settle(transport(usage()))).status).toBe(code);
    expect(sent).toHaveLength(1);
  });

  test("is found by a path with parameters", async () => {
    const { clock, sent, transport } = setUp([status(502), ok]);
    await clock.settle(transport(new Request(`${base}/v1/things/a%2Fb?x=1`)));
    expect(sent).toHaveLength(2);
  });
});

test("a path without parameters is found before one that would match it too", async () => {
  const operations = { "GET /v1/things/{id}": { read: false }, "GET /v1/things/summary": { read: true } };
  const { clock, sent, transport } = setUp([status(503), ok], {}, { operations });
  await clock.settle(transport(new Request(`${base}/v1/things/summary`)));
  expect(sent).toHaveLength(2);
});

test("what is not declared a read is sent once", async () => {
  const { clock, sent, transport } = setUp([status(503), ok]);
  const response = await clock.settle(transport(new Request(`${base}/v1/ingest`, { method: "POST", body: "{}" })));
  expect(response.status).toBe(503);
  expect(sent).toHaveLength(1);
});

describe("Retry-After", () => {
  test("is honoured", async () => {
    const { clock, sent, transport } = setUp([status(429, { "retry-after": "7" }), ok]);
    await clock.settle(transport(usage()));
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBe(7_000);
  });

  test("that is a date is counted from the answer's own date, whatever our clock says", async () => {
    const date = "Sun, 01 Mar 2026 09:00:00 GMT";
    const { clock, sent, transport } = setUp([
      status(429, { date, "retry-after": "Sun, 01 Mar 2026 09:00:07 GMT" }),
      status(429, { "retry-after": new Date(Date.UTC(2026, 2, 1) + 10_000).toUTCString() }),
      ok,
    ]);
    await clock.settle(transport(usage()));
    expect(sent.map(({ at }) => at - (sent[0]?.at ?? 0))).toEqual([0, 7_000, 10_000]);
  });

  test("beyond the longest wait ends the call at once", async () => {
    const { clock, sent, transport } = setUp([status(429, { "retry-after": "604800" }), ok]);
    const response = await clock.settle(transport(usage()));
    expect(response.status).toBe(429);
    expect(sent).toHaveLength(1);
  });
});

describe("time limits", () => {
  test("cover the headers", async () => {
    const never: Reply = () => new Promise(() => {});
    const { clock, sent, transport } = setUp([never], { timeoutMs: 1_000, retries: 0 });
    expect(await failureOf(clock, transport(usage()))).toMatchObject({ code: "timed_out", retryable: true });
    expect(sent).toHaveLength(1);
  });

  test("cover the body to its last byte", async () => {
    const { clock, sent, transport } = setUp([stalledBody, ok], { timeoutMs: 1_000 });
    const response = await clock.settle(transport(usage()));
    expect(response.status).toBe(200);
    expect(sent[1]?.at).toBe((sent[0]?.at ?? 0) + 1_500);
  });

  test("a deadline covers all attempts and waits", async () => {
    const { clock, sent, transport } = setUp([stalledBody], { timeoutMs: 1_000, deadlineMs: 2_600 });
    const start = clock.now();
    const error = await failureOf(clock, transport(usage()));
    expect(error).toMatchObject({ code: "timed_out" });
    expect(error.message).toContain("deadline of 2600 ms");
    expect(clock.now() - start).toBe(2_600);
    expect(sent).toHaveLength(2);
  });

  test("leave no timer behind", async () => {
    const { clock, transport } = setUp([ok], { deadlineMs: 5_000 });
    await clock.settle(transport(usage()));
    expect(clock.pending()).toBe(0);
  });
});

describe("the caller's signal", () => {
  test.each([
    ["a stalled body", stalledBody],
    ["a wait between attempts", status(503)],
  ])("ends %s at once", async (_, reply) => {
    const { clock, sent, transport } = setUp([reply]);
    const stop = new AbortController();
    const call = transport(usage({ signal: stop.signal }));
    await flush();
    stop.abort(new Error("enough"));
    const error = await call.catch((caught) => caught);
    expect(error).toMatchObject({ code: "aborted", cause: new Error("enough") });
    expect(sent).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  test("keeps no listener once the call is over", async () => {
    const { clock, transport } = setUp([status(503), ok], { deadlineMs: 60_000 });
    const stop = new AbortController();
    const request = usage({ signal: stop.signal });
    const listeners = new Set<unknown>();
    const { signal } = request;
    const { addEventListener, removeEventListener } = signal;
    Object.assign(signal, {
      addEventListener(type: string, listener: () => void, options: AddEventListenerOptions) {
        listeners.add(listener);
        addEventListener.call(signal, type, listener, options);
      },
      removeEventListener(type: string, listener: () => void) {
        listeners.delete(listener);
        removeEventListener.call(signal, type, listener);
      },
    });
    await clock.settle(transport(request));
    expect(listeners.size).toBe(0);
  });

  test("that has aborted already sends nothing", async () => {
    const { clock, sent, transport } = setUp([ok]);
    const error = await failureOf(clock, transport(usage({ signal: AbortSignal.abort() })));
    expect(error.code).toBe("aborted");
    expect(sent).toHaveLength(0);
  });
});

describe("a complete 2xx of the wrong shape is an error, sent once", () => {
  test.each([
    ["HTML", "<html>Sign in, top-secret-token</html>", "not JSON"],
    ["an empty body", "", "empty body"],
    ["white space", " \n", "empty body"],
    ["a number", "1", "neither object nor list"],
    ["no envelope", '{"rows":[]}', 'no "data"'],
    ["a list as a number", '{"data":[{"value":[5]}]}', 'neither a number nor null in "value"'],
    ["a boolean as a number", '{"data":[{"v\\u0061lue":true}]}', 'neither a number nor null in "value"'],
    ["half a document", '{"data":[', "not JSON"],
  ])("%s", async (_, body, problem) => {
    const { clock, sent, transport } = setUp([() => new Response(body)]);
    const error = await failureOf(clock, transport(usage()));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200, retryable: false });
    expect(error.message).toContain(problem);
    expect(sent).toHaveLength(1);
  });

  test.each<[readonly string[] | "list", string]>([
    ["list", '{"message":"Endpoint request timed out"}'],
    [["data"], "[]"],
    [["data[]"], '{"data":{}}'],
    [["data[]"], '{"data":null}'],
  ])("where %j was promised: %s", async (envelope, body) => {
    const operations = { "POST /v1/usage": { read: true, envelope } };
    const { clock, transport } = setUp([() => new Response(body)], {}, { operations });
    expect(await failureOf(clock, transport(usage()))).toMatchObject({ code: "unexpected_response" });
  });

  test("bytes that are not UTF-8", async () => {
    const { clock, transport } = setUp([
      () =>
        new Response(
          new Uint8Array([...new TextEncoder().encode('{"data":["'), 0xff, ...new TextEncoder().encode('"]}')]),
        ),
    ]);
    expect(await failureOf(clock, transport(usage()))).toMatchObject({ code: "unexpected_response" });
  });

  test("more bytes than allowed", async () => {
    const { clock, transport } = setUp([ok], { maxResponseBytes: 10 });
    const error = await failureOf(clock, transport(usage()));
    expect(error).toMatchObject({ code: "unexpected_response" });
    expect(error.message).toContain("more than 10 bytes");
  });
});

test("a body in more encodings than five is an error, sent once, whoever undid them", async () => {
  const encoding = Array(6).fill("gzip").join(", ");
  const { clock, sent, transport } = setUp([() => new Response("{}", { headers: { "content-encoding": encoding } })]);
  const error = await failureOf(clock, transport(usage()));
  expect(error).toMatchObject({ code: "unexpected_response", retryable: false });
  expect(error.message).toContain("more than 5 encodings");
  expect(sent).toHaveLength(1);
});

test.each([301, 302, 307, 308])("a %i redirect is an error and is not followed", async (code) => {
  const modes: RequestRedirect[] = [];
  const moved: Reply = (request) => {
    modes.push(request.redirect);
    return new Response(null, { status: code, headers: { location: "https://elsewhere.example.com" } });
  };
  const { clock, transport } = setUp([moved]);
  expect(await failureOf(clock, transport(usage()))).toMatchObject({ code: "redirected", status: code });
  expect(modes).toEqual(["manual"]);
});

describe("the credential", () => {
  test("is asked for before every attempt", async () => {
    const tokens = ["first", "second"];
    const credential = {
      value: async () => tokens.shift() ?? "",
      field: "token",
      header: "authorization",
      scheme: "Bearer",
    };
    const { clock, sent, transport } = setUp([status(503), ok], {}, { credential });
    await clock.settle(transport(usage()));
    expect(sent.map(({ authorization }) => authorization)).toEqual(["Bearer first", "Bearer second"]);
  });

  test("is refused when the client is made", () => {
    const credential = { value: "two words", field: "token", header: "authorization", scheme: "Bearer" };
    expect(() => setUp([ok], {}, { credential })).toThrow("white space");
  });
});

test("calls of one connection share its rate", async () => {
  const { clock, sent, transport } = setUp([ok], { rate: { requests: 1, windowMs: 100 } });
  const start = clock.now();
  await clock.settle(Promise.all([transport(usage()), transport(usage()), transport(usage())]));
  expect(sent.map(({ at }) => at - start)).toEqual([0, 100, 200]);
});
