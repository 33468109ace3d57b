import { getEventListeners, once } from "node:events";
import { Agent, Dispatcher, getGlobalDispatcher, MockAgent, setGlobalDispatcher } from "undici";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { type PlainFetch, plainFetch } from "../plain-fetch.js";
import { createUndiciFetch, undiciFetch } from "./index.js";
import { agents, post, serve } from "./server.test-support.js";

describe.each(agents)("over %s", (_, createAgent) => {
  const dispatcher = createAgent();
  const fetch = createUndiciFetch({ dispatcher });
  const watched = new Dispatcher();
  afterAll(() => dispatcher.close());

  test("method, address, headers and body arrive as they are", async () => {
    let seen: unknown;
    const { url } = await serve(({ method, url, headers }, response) => {
      seen = { method, url, headers };
      response.end();
    });
    await fetch(post(`${url}?next_page=a%2Fb`, { headers: { "x-one": "1, 2", "content-type": "application/json" } }));
    expect(seen).toMatchObject({
      method: "POST",
      url: "/v1/usage?next_page=a%2Fb",
      headers: { "x-one": "1, 2", "content-type": "application/json", "content-length": "10" },
    });
  });

  test("a body arrives to the byte", async () => {
    const { url } = await serve((request, response) => request.pipe(response));
    expect(await (await fetch(post(url))).text()).toBe('{"q":"é"}');
    const bytes = new Uint8Array([0, 255, 128]);
    expect(new Uint8Array(await (await fetch(post(url, { body: bytes }))).arrayBuffer())).toEqual(bytes);
  });

  test("status, its text and every value of a header come back", async () => {
    const { url } = await serve((_, response) => {
      response.writeEarlyHints({ link: "</a>; rel=preload" });
      response.writeHead(418, "Not Coffee", [
        ...["set-cookie", "a=1"],
        ...["set-cookie", "b=2"],
        ...["x-many", "1"],
        ...["x-many", "2"],
        ...["x-wide", Buffer.from("日").toString("latin1")],
      ]);
      response.end("no");
    });
    const answer = await fetch(post(url));
    const plain = await globalThis.fetch(post(url));
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.statusText, await answer.text()]).toEqual([418, "Not Coffee", "no"]);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    for (const name of ["x-many", "x-wide"]) expect(answer.headers.get(name)).toBe(plain.headers.get(name));
  });

  test.each([301, 302, 303, 307, 308])("a %i is handed on, not followed", async (status) => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      requests += 1;
      response.writeHead(status, { location: "/elsewhere" }).end("there");
    });
    const answer = await fetch(post(url));
    expect([answer.status, answer.headers.get("location"), requests]).toEqual([status, "/elsewhere", 1]);
  });

  test.each([204, 205, 304])("a %i has no body, and the connection is used again", async (status) => {
    const { url, connections } = await serve((_, response) => {
      response.writeHead(status, { "content-encoding": "gzip" }).end();
    });
    for (let round = 0; round < 4; round += 1) {
      const answer = await fetch(post(url));
      expect([answer.status, answer.body]).toEqual([status, null]);
    }
    // One more while the last byte of the answer before is on its way.
    expect(connections.length).toBeLessThan(3);
  });

  test("what is sent in spite of a 205 is let pass", async () => {
    let sent: Promise<unknown> | undefined;
    const { url } = await serve((_, response) => {
      sent = once(response, "finish");
      response.writeHead(205).end("0123456789abcdef".repeat(1024 * 1024));
    });
    expect((await fetch(post(url))).body).toBe(null);
    await sent;
  });

  test("the answer to HEAD has no body", async () => {
    const { url } = await serve((_, response) => response.writeHead(200, { "content-length": "100" }).end());
    const answer = await fetch(new Request(url, { method: "HEAD" }));
    expect([answer.status, answer.body, answer.headers.get("content-length")]).toEqual([200, null, "100"]);
  });

  test("a connection that is refused, or breaks before the headers, is an error", async () => {
    const { url } = await serve((request) => request.socket.destroy());
    await expect(fetch(post(url))).rejects.toThrow(/closed|reset/i);
    await expect(fetch(post("http://127.0.0.1:1/"))).rejects.toThrow("ECONNREFUSED");
  });

  test("a body that breaks off is an error", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half of it", () => response.destroy());
    });
    await expect(fetch(post(url)).then((answer) => answer.text())).rejects.toThrow();
  });

  test("a body that nobody reads on closes its connection", async () => {
    const { url, closed } = await serve((_, response) => response.write("half of"));
    const answer = await fetch(post(url));
    await answer.body?.cancel();
    await closed;
  });

  test("a large body waits for a reader that is slow, and comes whole", async () => {
    const page = "0123456789abcdef".repeat(8 * 65_536);
    const { url } = await serve((_, response) => response.end(page));
    const paused = new Promise<void>((resolve) => {
      watched.dispatch = (options, handler) =>
        dispatcher.dispatch(options, {
          ...handler,
          onResponseData(controller, chunk) {
            handler.onResponseData?.(controller, chunk);
            if (controller.paused) resolve();
          },
          onData(chunk) {
            const goOn = handler.onData?.(chunk) ?? true;
            if (!goOn) resolve();
            return goOn;
          },
        });
    });
    const answer = await createUndiciFetch({ dispatcher: watched })(post(url));
    await paused;
    expect((await answer.text()) === page).toBe(true);
  });

  test("a status that no Response can have is an error, and closes its connection", async () => {
    const { url, closed } = await serve((_, response) => {
      response.writeHead(999).write("half of");
    });
    await expect(fetch(post(url))).rejects.toThrow(RangeError);
    await closed;
  });
});

test("what undici refuses to send is an error of the call", async () => {
  const dispatcher = new Agent();
  await dispatcher.destroy();
  await expect(createUndiciFetch({ dispatcher })(post("http://127.0.0.1:1/"))).rejects.toThrow("destroyed");
  const broken = { dispatch: () => JSON.parse("{") } as unknown as Dispatcher;
  await expect(createUndiciFetch({ dispatcher: broken })(post("http://127.0.0.1:1/"))).rejects.toThrow(SyntaxError);
});

test("undici's global dispatcher is the default, whichever it is at the time of the call", async () => {
  const before = getGlobalDispatcher();
  const mock = new MockAgent();
  mock.disableNetConnect();
  mock.get("https://api.example.com").intercept({ path: "/v1/usage", method: "POST" }).reply(200, "mocked");
  setGlobalDispatcher(mock);
  onTestFinished(() => setGlobalDispatcher(before));
  expect(await (await undiciFetch(post("https://api.example.com/v1/usage"))).text()).toBe("mocked");
});

test("in plain data: the same, with a text for a body; nothing stays behind on the signal", async () => {
  const send = (undiciFetch as { [plainFetch]?: PlainFetch })[plainFetch];
  const { url } = await serve((request, response) => request.pipe(response));
  const { signal } = new AbortController();
  const answer = await send?.({ url, method: "PUT", headers: new Headers(), body: "é", signal });
  const reader = answer?.body?.getReader();
  const next = await reader?.read();
  expect([answer?.status, next?.value]).toEqual([200, Buffer.from("é")]);
  expect((await reader?.read())?.done).toBe(true);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
