import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, it } from "vitest";
import { listen } from "./listen.js";

const own = { Request: globalThis.Request, Response: globalThis.Response };
const hello = (): Response => new Response("hello");

it("close() ends at once with an open keep-alive connection, and can be called twice", async () => {
  const { origin, close } = await listen(hello, 0);
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  const ended = new Promise((resolve) => socket.once("close", resolve));
  await Promise.all([close(), close()]);
  await ended;
  await expect(fetch(origin)).rejects.toThrow();
});

it("close() ends at once with a response in progress", async () => {
  let arrived = (): void => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { origin, close } = await listen(() => {
    arrived();
    return new Promise<Response>(() => {});
  }, 0);
  const request = fetch(origin);
  request.catch(() => {});
  await arrival;
  await close();
  await expect(request).rejects.toThrow();
});

it("rejects when the port is in use", async () => {
  const { origin, close } = await listen(hello, 0);
  await expect(listen(hello, Number(new URL(origin).port))).rejects.toMatchObject({ code: "EADDRINUSE" });
  await close();
});

it("listens only on loopback", async () => {
  const { origin, close } = await listen(hello, 0);
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === "IPv4" && !each.internal);
  if (outside !== undefined) {
    await expect(fetch(`http://${outside.address}:${new URL(origin).port}`)).rejects.toThrow();
  }
  await close();
});

it("does not replace the process's Request and Response", () => {
  // Every test above has already listened.
  expect(globalThis.Request).toBe(own.Request);
  expect(globalThis.Response).toBe(own.Response);
});
