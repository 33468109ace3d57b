import { Readable, Writable } from "node:stream";
import type { Io } from "../src/io.js";

/** A stream that keeps what is written to it, write by write. */
export class Kept extends Writable {
  readonly writes: string[] = [];
  /** Resolves with the first write. */
  readonly written: Promise<void>;
  #resolve = () => {};

  constructor() {
    super();
    this.written = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.writes.push(String(chunk));
    this.#resolve();
    done();
  }

  get text(): string {
    return this.writes.join("");
  }
}

/** An outside without a process: streams that keep, and an environment that holds only what is given. */
export function fakeIo(changes: Partial<Io> = {}) {
  const stdout = new Kept();
  const stderr = new Kept();
  const io: Io = {
    stdin: Readable.from([]),
    stdout,
    stderr,
    environment: {},
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 2, 10, 9, 30),
    // Without pauses: what is asked here is not the transport.
    transport: { rate: false, retries: 0 },
    ...changes,
  };
  return { io, stdout, stderr };
}
