import { gzipSync } from "node:zlib";
import { type Answer, toResponse } from "../server/answer.js";
import { isList, isObject, type Json, writeJson } from "../server/json.js";
import { type Encounter, type Fault, fault } from "./fault.js";
import { html } from "./html.js";

/** A 200 in the place of the answer; the vendor is not asked. */
function instead(name: string, what: string, body: string, type = "application/json"): Fault {
  return fault(name, what, async () => new Response(body, { headers: { "content-type": type } }));
}

/** The bytes of the vendor's answer, whatever its status, in the place of its body. */
function bytes(name: string, what: string, change: (text: string) => Uint8Array<ArrayBuffer>, headers = {}): Fault {
  return fault(name, what, async (encounter) => {
    const answer = await encounter.answer();
    return new Response(change(writeJson(answer.body)), {
      status: answer.status,
      headers: { ...answer.headers, ...headers },
    });
  });
}

/** The JSON of a 200, changed before it is written, so that its numbers keep their digits. */
function reshaped(name: string, what: string, change: (body: Json) => Json | null): Fault {
  return fault(name, what, async (encounter: Encounter) => {
    const answer: Answer = await encounter.answer();
    const body = answer.status === 200 ? change(answer.body) : null;
    return body === null ? null : toResponse({ ...answer, body });
  });
}

const gzipped = { "content-encoding": "gzip" };

/** Bodies that arrive whole and are not what they should be. */
export const bodyFaults: readonly Fault[] = [
  bytes("truncated-json", "Half of the JSON under a content-length that fits.", (text) => {
    const whole = Buffer.from(text);
    return whole.subarray(0, Math.floor(whole.length / 2));
  }),
  bytes("bad-gzip", "`content-encoding: gzip` over a body that is no gzip.", (text) => Buffer.from(text), gzipped),
  bytes("gzip", "The answer in correct gzip, asked for or not: this must work.", (text) => gzipSync(text), gzipped),
  instead("html-200", "A 200 with a page of HTML, as a captive portal has it.", html("Sign in"), "text/html"),
  instead("empty-200", "A 200 without a body.", ""),
  instead("wrong-shape-200", "A 200 with `{}`.", "{}"),
  instead("null-200", "A 200 with `null`.", "null"),
  reshaped("list-for-object-200", "Where the answer is an object: a list that holds it.", (body) =>
    isObject(body) ? [body] : null,
  ),
  reshaped(
    "object-for-list-200",
    "Where the answer is a list, or an object with lists, as the rows of a page: an object in place of each.",
    (body) => {
      if (isList(body)) return { ...body };
      if (!isObject(body) || !Object.values(body).some(isList)) return null;
      const members = Object.entries(body).map(([key, member]) => [key, isList(member) ? { ...member } : member]);
      return Object.fromEntries(members);
    },
  ),
  bytes("invalid-utf8", "Each text in the JSON begins with a byte that UTF-8 does not have.", (text) => {
    const pieces = text.split(/(?<=:")/).map((piece) => Buffer.from(piece));
    return Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [Buffer.of(0xff), piece])));
  }),
  bytes("bom", "A byte order mark before the JSON; a reader may skip it or refuse it (RFC 8259).", (text) =>
    Buffer.from(`\ufeff${text}`),
  ),
];
