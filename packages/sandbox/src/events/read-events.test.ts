import { describe, expect, it } from "vitest";
import { createWorld } from "../world/world.js";
import type { CheckedEvent } from "./given-event.js";
import { type EventFormat, readEvents } from "./read-events.js";

async function read(text: string | AsyncIterable<string>, format: EventFormat): Promise<CheckedEvent[]> {
  const events: CheckedEvent[] = [];
  for await (const event of readEvents(text, format)) events.push(event);
  return events;
}

/** Chunks that end inside words. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

const at = "2026-03-01T10:00:00Z";

describe("ndjson", () => {
  it("reads a line as an event and keeps every digit of its numbers", async () => {
    const text = `{"id":"a","customerId":"acme","customerName":"Acme","type":"fax","timestamp":"${at}","receivedAt":1772445600000,"properties":{"pages":9007199254740993.000000000001,"small":1e-7,"region":"eu","rush":true,"none":null}}\n\n`;
    expect(await read(text, "ndjson")).toEqual([
      {
        id: "a",
        customerId: "acme",
        customerName: "Acme",
        type: "fax",
        timestamp: Date.parse(at),
        receivedAt: 1_772_445_600_000,
        properties: { pages: "9007199254740993.000000000001", small: "0.0000001", region: "eu", rush: "true" },
        place: "line 1",
      },
    ]);
  });

  it("reads chunks that end anywhere, and a file without a newline at its end", async () => {
    const lines = ["a", "b", "c"].map((id) => JSON.stringify({ id, customerId: "ä", type: "t", timestamp: at }));
    const text = lines.join("\r\n");
    const whole = await read(text, "ndjson");
    expect(whole.map(({ id, place }) => [id, place])).toEqual([
      ["a", "line 1"],
      ["b", "line 2"],
      ["c", "line 3"],
    ]);
    for (const size of [1, 7, 1000]) expect(await read(inPieces(text, size), "ndjson")).toEqual(whole);
  });

  it("reads a world's events back as they were written", async () => {
    const events = [...createWorld({ seed: 1, now: Date.parse(at) }).events({ type: "settlement" })].slice(0, 50);
    const back = await read(events.map((event) => JSON.stringify(event)).join("\n"), "ndjson");
    expect(back.map(({ place, ...event }) => event)).toEqual(events);
  });

  it("reads a line of megabytes in many chunks in linear time, and refuses a line without end", async () => {
    const note = "x".repeat(8_000_000);
    const line = JSON.stringify({ customerId: "a", type: "t", timestamp: at, properties: { note } });
    const [event] = await read(inPieces(line, 1024), "ndjson");
    expect(event?.properties.note).toHaveLength(note.length);
    async function* endless(): AsyncGenerator<string> {
      yield `${JSON.stringify({ customerId: "a", type: "t", timestamp: at })}\n`;
      for (;;) yield "x".repeat(1_048_576);
    }
    await expect(read(endless(), "ndjson")).rejects.toThrow("line 2: longer than 16777216 characters");
  });

  const good = { customerId: "acme", type: "fax", timestamp: at };
  it.each<[string, string]>([
    ["{", "line 2: not JSON (Quoted object key"],
    ["[true]", "line 2: an event is an object, got [true]"],
    [JSON.stringify({ ...good, customerId: undefined }), "line 2: customerId must be text, got undefined"],
    [JSON.stringify({ ...good, customerId: "" }), 'line 2: customerId must be text, got ""'],
    [JSON.stringify({ ...good, type: 7 }), 'line 2: type must be text, got 7; write "7"'],
    [
      `{"type":"t","timestamp":"${at}","customerId":9007199254740993}`,
      'line 2: customerId must be text, got 9007199254740993; write "9007199254740993"',
    ],
    [JSON.stringify({ ...good, timestamp: "yesterday" }), "line 2: timestamp needs an offset or Z, got yesterday"],
    [JSON.stringify({ ...good, timestamp: "2026-03-01T10:00:00" }), "line 2: timestamp needs an offset or Z, got 2026"],
    [JSON.stringify({ ...good, timestamp: 1_772_359_200 }), "line 2: timestamp 1772359200 is not in milliseconds"],
    [JSON.stringify({ ...good, receivedAt: "2026-02-01" }), 'line 2: receivedAt "2026-02-01" is before timestamp'],
    [JSON.stringify({ ...good, pages: 3 }), "line 2: pages is not a field of an event (id, customerId"],
    [JSON.stringify({ ...good, properties: { deep: { er: 1 } } }), "line 2: properties.deep must be text, got {"],
    [JSON.stringify({ ...good, properties: [] }), "line 2: properties must be an object, got []"],
    [
      `{"customerId":"a","type":"t","timestamp":"${at}","properties":{"v":1e5000}}`,
      "line 2: properties.v has more than",
    ],
  ])("refuses %s", async (line, message) => {
    await expect(read(`${JSON.stringify(good)}\n${line}\n`, "ndjson")).rejects.toThrow(RangeError);
    await expect(read(`${JSON.stringify(good)}\n${line}\n`, "ndjson")).rejects.toThrow(message);
  });
});

describe("the start of a text, in both formats", () => {
  const texts: Record<EventFormat, string> = {
    ndjson: `{"customerId":"acme","type":"fax","timestamp":"${at}","properties":{"__proto__":"p","constructor":"c"}}`,
    csv: `customerId,type,timestamp,__proto__,constructor\nacme,fax,${at},p,c`,
  };
  it.each(["ndjson", "csv"] as const)("%s: a byte order mark is skipped, in a string and in chunks", async (format) => {
    for (const text of [`\uFEFF${texts[format]}`, inPieces(`\uFEFF${texts[format]}`, 1)]) {
      expect((await read(text, format)).map(({ customerId }) => customerId)).toEqual(["acme"]);
    }
  });

  it.each(["ndjson", "csv"] as const)("%s: UTF-16 that was read as UTF-8 is refused by name", async (format) => {
    const utf16 = Buffer.from(texts[format], "utf16le");
    const marked = Buffer.from(`\uFEFF${texts[format]}`, "utf16le");
    for (const bytes of [utf16, marked, Buffer.from(marked).swap16()]) {
      await expect(read(bytes.toString("utf8"), format)).rejects.toThrow(RangeError);
      await expect(read(inPieces(bytes.toString("utf8"), 1), format)).rejects.toThrow("not UTF-8, probably UTF-16");
    }
  });

  it.each(["ndjson", "csv"] as const)(
    "%s: property names such as constructor and __proto__ are ordinary names",
    async (format) => {
      const [event] = await read(texts[format], format);
      expect(Object.entries(event?.properties ?? {})).toEqual([
        ["__proto__", "p"],
        ["constructor", "c"],
      ]);
      expect(event?.properties.toString).toBeUndefined();
    },
  );

  it.each(["ndjson", "csv"] as const)("%s: an empty text has no events", async (format) => {
    expect(await read("", format)).toEqual([]);
    expect(await read("\uFEFF", format)).toEqual([]);
  });
});

describe("csv", () => {
  it("reads a row as an event, other columns as properties, and an empty cell as absent", async () => {
    const text = [
      "\uFEFFid,customerId,type,timestamp,pages,note",
      `a,acme,fax,${at},9007199254740993.10,"one, ""two""\nthree"`,
      "",
      "b,acme,fax,1772359200000,,x",
    ].join("\r\n");
    const events = await read(text, "csv");
    expect(events.map(({ id, timestamp, properties, place }) => [id, timestamp, properties, place])).toEqual([
      ["a", Date.parse(at), { pages: "9007199254740993.10", note: 'one, "two"\nthree' }, "line 3"],
      ["b", 1_772_359_200_000, { note: "x" }, "line 5"],
    ]);
    expect(await read(inPieces(text, 5), "csv")).toEqual(events);
  });

  it.each<[string, string]>([
    [",fax,2026-03-01", "line 2: customerId must be text, got undefined"],
    ["acme,fax,03/01/2026", "line 2: timestamp needs an offset or Z, got 03/01/2026"],
    ["acme,fax", "line 2: not CSV: Invalid Record Length"],
    ['acme,"fax,2026', "not CSV: Quote Not Closed"],
  ])("refuses %s", async (row, message) => {
    await expect(read(`customerId,type,timestamp\n${row}\n`, "csv")).rejects.toThrow(message);
    await expect(read(`customerId,type,timestamp\n${row}\n`, "csv")).rejects.toThrow(RangeError);
  });

  it("rejects with the error of the source stream", async () => {
    async function* broken(): AsyncGenerator<string> {
      yield "customerId,type,";
      throw new Error("disk");
    }
    await expect(read(broken(), "csv")).rejects.toThrow("disk");
    await expect(read(broken(), "ndjson")).rejects.toThrow("disk");
  });
});
