import { gzipSync } from "node:zlib";
import { isList, isObject, type Json, writeJson } from "../server/json.js";
import { toResponse, type VendorResponse } from "../server/vendor-response.js";
import { type Encounter, type Fault, fault } from "./fault.js";
import { html } from "./html.js";

/** A 200 in place of the answer; the vendor does not see the request. */
function instead(name: string, what: string, body: string, type = "application/json"): Fault {
  return fault(name, what, async () => new Response(body, { headers: { "content-type": type } }));
}

/** Changes the bytes of the vendor's answer, whatever its status. */
function bytes(name: string, what: string, change: (text: string) => Uint8Array<ArrayBuffer>, headers = {}): Fault {
  return fault(name, what, async (encounter) => {
    const answer = await encounter.answer();
    return new Response(change(writeJson(answer.body)), {
      status: answer.status,
      headers: { ...answer.headers, ...headers },
    });
  });
}

/** Changes the JSON of a 200 before it is serialized, so that numbers keep their digits. */
function reshaped(name: string, what: string, change: (body: Json) => Json | null): Fault {
  return fault(name, what, async (encounter: Encounter) => {
    const answer: VendorResponse = await encounter.answer();
    const body = answer.status === 200 ? change(answer.body) : null;
    return body === null ? null : toResponse({ ...answer, body });
  });
}

const gzipped = { "content-encoding": "gzip" };

/** Bodies that arrive complete with wrong content. */
export const bodyFaults: readonly Fault[] = [
  bytes("truncated-json", "Half of the JSON with a matching content-length.", (text) => {
    const whole = Buffer.from(text);
    return whole.subarray(0, Math.floor(whole.length / 2));
  }),
  bytes("bad-gzip", "`content-encoding: gzip` with a body that is not gzip.", (text) => Buffer.from(text), gzipped),
  bytes(
    "gzip",
    "The answer in correct gzip, whether the request accepts it or not. Clients must handle this.",
    (text) => gzipSync(text),
    gzipped,
  ),
  instead("html-200", "A 200 with an HTML page, as a captive portal sends it.", html("Sign in"), "text/html"),
  instead("empty-200", "A 200 without a body.", ""),
  instead("wrong-shape-200", "A 200 with `{}`.", "{}"),
  instead("null-200", "A 200 with `null`.", "null"),
  reshaped("list-for-object-200", "A list that holds the answer, where the answer is an object.", (body) =>
    isObject(body) ? [body] : null,
  ),
  reshaped(
    "object-for-list-200",
    "An object in place of each list: of the answer itself, or of lists in it such as the rows of a page.",
    (body) => {
      if (isList(body)) return { ...body };
      if (!isObject(body) || !Object.values(body).some(isList)) return null;
      const members = Object.entries(body).map(([key, member]) => [key, isList(member) ? { ...member } : member]);
      return Object.fromEntries(members);
    },
  ),
  bytes("invalid-utf8", "Each text in the JSON begins with a byte that is invalid in UTF-8.", (text) => {
    const pieces = text.split(/(?<=:")/).map((piece) => Buffer.from(piece));
    return Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [Buffer.of(0xff), piece])));
  }),
  bytes("bom", "A byte order mark before the JSON; a reader may skip it or refuse it (RFC 8259).", (text) =>
    Buffer.from(`\ufeff${text}`),
  ),
];
