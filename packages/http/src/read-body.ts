/** Thrown by {@link readText} for a body that is not what it should be, however often it is sent. */
export class UnreadableBody extends Error {}

/**
 * Reads a body to its last byte as UTF-8 text.
 *
 * @param maxBytes a larger body is refused before it fills the memory.
 * @throws UnreadableBody when it is too large or not UTF-8; whatever the connection throws when it breaks.
 */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = response.body.getReader();
  let text = "";
  let bytes = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new UnreadableBody("a body that is not UTF-8");
    }
  };
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes += next.value.byteLength;
      if (bytes > maxBytes) throw new UnreadableBody(`a body of more than ${maxBytes} bytes`);
      text += decode(next.value);
    }
    return text + decode();
  } catch (error) {
    // The connection is of no more use; what it says on closing is not the caller's concern.
    reader.cancel().catch(() => {});
    throw error;
  }
}
