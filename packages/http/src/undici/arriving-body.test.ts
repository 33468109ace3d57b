import { expect, test, vi } from "vitest";
import { createArrivingBody } from "./arriving-body.js";

const chunk = (text: string) => new TextEncoder().encode(text);
const half = new Uint8Array(512 * 1024);

function setUp() {
  const connection = { resume: vi.fn(), stop: vi.fn() };
  const body = createArrivingBody(connection);
  return { connection, body, reader: body.getReader() };
}

test("chunks are read in their order, whoever is first", async () => {
  const { body, reader } = setUp();
  const early = reader.read();
  body.push(chunk("a"));
  body.push(chunk("b"));
  body.push(chunk("c"));
  body.end();
  expect([await early, await reader.read(), await reader.read()].map(({ value }) => value)).toEqual(
    ["a", "b", "c"].map(chunk),
  );
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});

test("a reader that waits learns of the end", async () => {
  const { body, reader } = setUp();
  const next = reader.read();
  body.end();
  expect((await next).done).toBe(true);
});

test("the connection pauses while a megabyte is unread, and resumes when it is read", async () => {
  const { body, reader, connection } = setUp();
  expect([body.push(half), body.push(half), body.push(half)]).toEqual([true, true, false]);
  await reader.read();
  await reader.read();
  expect(connection.resume).not.toHaveBeenCalled();
  await reader.read();
  expect(connection.resume).toHaveBeenCalledTimes(1);
  expect([body.push(half), body.push(half), body.push(half)]).toEqual([true, true, false]);
});

test("a body that breaks off is an error, also for what waits unread", async () => {
  const { body, reader } = setUp();
  const next = reader.read();
  body.push(chunk("a"));
  await next;
  body.push(chunk("b"));
  body.fail("broken");
  await expect(reader.read()).rejects.toBe("broken");
  await expect(reader.read()).rejects.toBe("broken");
});

test("a reader that waits learns of the break", async () => {
  const { body, reader } = setUp();
  const next = reader.read();
  body.fail("broken");
  await expect(next).rejects.toBe("broken");
});

test("a cancelled body gives the connection up, once, and takes no more", async () => {
  const { body, reader, connection } = setUp();
  const next = reader.read();
  await reader.cancel();
  await body.cancel();
  expect((await next).done).toBe(true);
  expect(body.push(half) && body.push(half) && body.push(half)).toBe(true);
  expect((await reader.read()).done).toBe(true);
  expect(connection.stop).toHaveBeenCalledTimes(1);
});

test("a body that came whole leaves the connection as it is when it is cancelled", async () => {
  const { body, reader, connection } = setUp();
  body.push(chunk("a"));
  body.end();
  await body.cancel();
  expect((await reader.read()).done).toBe(true);
  expect(connection.stop).not.toHaveBeenCalled();
});
