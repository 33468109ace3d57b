/** A smaller chunk is copied rather than kept: what belongs to it may be many times its size. */
const smallBytes = 16 * 1024;
/** So many chunks are kept as they came, whatever their size: most bodies are no more. */
const keptAsTheyCame = 16;
const blockBytes = 64 * 1024;

/** The chunks of a body, in their order. */
export interface Chunks {
  add(chunk: Uint8Array): void;
  /** Takes the next one out; undefined when there is none. */
  take(): Uint8Array | undefined;
  clear(): void;
  /** The bytes in all of them. */
  readonly bytes: number;
  readonly length: number;
}

/** Keeps chunks in memory of about their bytes, also where each is a single byte. */
export function createChunks(): Chunks {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  /** Small chunks that came after the others, side by side. */
  let block: Uint8Array | undefined;
  let used = 0;

  function closeBlock(): void {
    // A block that is mostly empty is not kept whole.
    if (block !== undefined) chunks.push(used < blockBytes / 2 ? block.slice(0, used) : block.subarray(0, used));
    block = undefined;
    used = 0;
  }

  return {
    add(chunk) {
      bytes += chunk.byteLength;
      if (chunk.byteLength >= smallBytes || (block === undefined && chunks.length < keptAsTheyCame)) {
        closeBlock();
        chunks.push(chunk);
        return;
      }
      if (used + chunk.byteLength > blockBytes) closeBlock();
      block ??= new Uint8Array(blockBytes);
      block.set(chunk, used);
      used += chunk.byteLength;
    },
    take() {
      if (chunks.length === 0) closeBlock();
      const chunk = chunks.shift();
      bytes -= chunk?.byteLength ?? 0;
      return chunk;
    },
    clear() {
      chunks = [];
      block = undefined;
      used = 0;
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
    get length() {
      return chunks.length + (block === undefined ? 0 : 1);
    },
  };
}
