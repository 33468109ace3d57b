import { text } from "node:stream/consumers";
import { Agent } from "undici";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { createUndiciFetch } from "./index.js";
import { agents, post, serve } from "./server.test-support.js";

describe.each(agents)("over %s, an abort", (_, createAgent) => {
  const dispatcher = createAgent();
  const fetch = createUndiciFetch({ dispatcher });
  afterAll(() => dispatcher.close());
  const reason = new Error("enough");

  test("before it begins: nothing is sent", async () => {
    const { url, connections } = await serve((_, response) => response.end());
    await expect(fetch(post(url, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(connections).toHaveLength(0);
  });

  test("before the headers: the call ends with the reason, the connection is closed", async () => {
    const abort = new AbortController();
    const { url, closed } = await serve(() => abort.abort(reason));
    await expect(fetch(post(url, { signal: abort.signal }))).rejects.toBe(reason);
    await closed;
  });

  test("in mid-body: reading ends with the reason, the connection is closed", async () => {
    const abort = new AbortController();
    const { url, closed } = await serve((_, response) => response.write("half of"));
    const answer = await fetch(post(url, { signal: abort.signal }));
    const reading = answer.text();
    abort.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await closed;
  });

  test("of anything else than an error: with just that", async () => {
    const abort = new AbortController();
    const { url } = await serve(() => abort.abort("enough"));
    await expect(fetch(post(url, { signal: abort.signal }))).rejects.toBe("enough");
  });

  test("after the end changes nothing", async () => {
    const abort = new AbortController();
    const { url } = await serve((_, response) => response.end("all"));
    const answer = await fetch(post(url, { signal: abort.signal }));
    expect(await answer.text()).toBe("all");
    abort.abort(reason);
    expect(answer.status).toBe(200);
  });
});

test("an abort does not wait for a connection to become free", async () => {
  const dispatcher = new Agent({ connections: 1 });
  onTestFinished(() => dispatcher.destroy());
  const fetch = createUndiciFetch({ dispatcher });
  const abort = new AbortController();
  const bodies: string[] = [];
  let answerFirst = () => {};
  const { url } = await serve(async (request, response) => {
    bodies.push(await text(request));
    if (bodies.length > 1) response.end();
    else answerFirst = () => response.end();
    abort.abort("enough");
  });
  const first = fetch(post(url, { body: "first" }));
  await expect(fetch(post(url, { body: "second", signal: abort.signal }))).rejects.toBe("enough");
  answerFirst();
  await (await first).text();
  await fetch(post(url, { body: "third" }));
  // What was given up was never sent, and is in nobody's way.
  expect(bodies).toEqual(["first", "third"]);
});
