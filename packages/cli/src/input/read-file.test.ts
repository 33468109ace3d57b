import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLineError } from "../failure.js";
import { maxLineLength, readDocument, readLines } from "./read-file.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "read-file-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array) {
  const path = join(folder, "file");
  writeFileSync(path, content);
  return { option: "--left", path };
}

const { signal } = new AbortController();
const io = { stdin: Readable.from([]), signal };
const stdin = (chunks: Iterable<unknown>) => ({ stdin: Readable.from(chunks), signal });
const fromStdin = { option: "--left", path: "-" };

async function lines(...given: Parameters<typeof readLines>): Promise<[number, string][]> {
  const all: [number, string][] = [];
  for await (const { number, text } of readLines(...given)) all.push([number, text]);
  return all;
}

/** The bytes of a text in pieces of one size. */
function bytes(text: string, size: number): Uint8Array[] {
  const all = Buffer.from(text);
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.subarray(index * size, (index + 1) * size),
  );
}

describe("lines", () => {
  it("end with LF or CRLF, and the last with nothing; those that are empty are counted", async () => {
    const expected = [
      [1, "a"],
      [2, ""],
      [3, "ä\u2028b"],
    ];
    expect(await lines(file("a\n\nä\u2028b"), io)).toEqual(expected);
    expect(await lines(file("a\r\n\r\nä\u2028b\r\n"), io)).toEqual([...expected, [4, ""]]);
  });

  it("are whole wherever the pieces of the file end", async () => {
    for (const size of [1, 2, 3, 5]) {
      expect(await lines(fromStdin, stdin(bytes("\uFEFFa€\r\nb😀\n", size)))).toEqual([
        [1, "a€"],
        [2, "b😀"],
        [3, ""],
      ]);
    }
  });

  it("of many pieces are read in time that grows with the file alone", async () => {
    const piece = Buffer.from("x".repeat(1024));
    const read = await lines(fromStdin, stdin(Array(8192).fill(piece)));
    expect(read.map(([number, text]) => [number, text.length])).toEqual([[1, 8_388_608]]);
  });

  it("that are too long are refused with the file and the line, before all of them is read", async () => {
    let given = 0;
    function* endless() {
      yield Buffer.from("a\n");
      for (;;) {
        given += 1;
        yield Buffer.alloc(1_048_576, "x");
      }
    }
    const message = `--left: stdin, line 2 is longer than ${maxLineLength} characters`;
    await expect(lines(fromStdin, stdin(endless()))).rejects.toThrow(new CommandLineError(message));
    expect(given).toBeLessThan(60);
  });
});

describe("a byte order mark", () => {
  it("of UTF-8 is skipped at the start of the file, and only there", async () => {
    expect(await lines(file("\uFEFFa\n\uFEFFb"), io)).toEqual([
      [1, "a"],
      [2, "\uFEFFb"],
    ]);
    expect(await readDocument(file("\uFEFF{}"), io)).toBe("{}");
    expect(await readDocument(fromStdin, stdin(["\uFEFF{}"]))).toBe("{}");
    expect(await readDocument(file("\uFEFF"), io)).toBe("");
  });
});

describe("what is not UTF-8 is refused by name", () => {
  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  it.each<[string, Uint8Array, string]>([
    ["UTF-16, little endian, with a mark", utf16("\uFEFF{}"), "is UTF-16; save it as UTF-8"],
    ["UTF-16, big endian, with a mark", utf16("\uFEFF{}").swap16(), "is UTF-16; save it as UTF-8"],
    ["UTF-16, little endian, without one", utf16("{}"), "is UTF-16"],
    ["UTF-16, big endian, without one", utf16("{}").swap16(), "is UTF-16"],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), "is UTF-32"],
    ["UTF-32, big endian", Buffer.from([0, 0, 0xfe, 0xff]), "is UTF-32"],
    ["an empty file of UTF-16", utf16("\uFEFF"), "is UTF-16"],
    ["ISO 8859-1", Buffer.from("M\u00fcller", "latin1"), "is not UTF-8; save it as UTF-8"],
    ["a text that ends inside a character", Buffer.from("abcd€").subarray(0, -1), "is not UTF-8"],
  ])("%s", async (_, content, message) => {
    const error = await readDocument(file(content), io).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CommandLineError);
    expect(String(error)).toContain(`--left: ${join(folder, "file")} ${message}`);
    const byByte = Array.from(content, (byte) => Uint8Array.of(byte));
    await expect(readDocument(fromStdin, stdin(byByte))).rejects.toThrow(`--left: stdin ${message}`);
  });
});

it("a file that is not there is named, with the reason and what to give instead", async () => {
  const missing = { option: "--map", path: join(folder, "none"), instead: "give another" };
  await expect(readDocument(missing, io)).rejects.toThrow(
    `--map: ${missing.path} cannot be read: ENOENT: no such file or directory; give another`,
  );
});

it("a document that is too long is refused", async () => {
  const long = stdin(Array(17).fill(Buffer.alloc(1_048_576, "x")));
  await expect(readDocument(fromStdin, long)).rejects.toThrow("stdin is longer than");
});
