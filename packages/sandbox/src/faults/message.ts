import { STATUS_CODES } from "node:http";
import { writeJson } from "../server/json.js";
import type { VendorResponse } from "../server/vendor-response.js";

/** An answer as bytes, for connection scripts. */
export interface Message {
  /** Status line and headers. @param length the content-length to claim; undefined for a body that ends when the connection does */
  head(length: number | undefined): Buffer;
  readonly body: Buffer;
  readonly firstHalf: Buffer;
}

export function messageOf({ status, headers, body }: VendorResponse): Message {
  const bytes = Buffer.from(writeJson(body));
  return {
    head: (length) => {
      const framing = length === undefined ? "connection: close" : `content-length: ${length}`;
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      return Buffer.from([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, framing, "", ""].join("\r\n"));
    },
    body: bytes,
    firstHalf: bytes.subarray(0, Math.floor(bytes.length / 2)),
  };
}
