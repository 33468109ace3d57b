import { jsonResponse, toResponse } from "../server/vendor-response.js";
import { type Encounter, type Fault, fault, vendorError } from "./fault.js";
import { beforeReset, play } from "./script.js";

/** The credential of a request, as it was sent. */
function credentialOf({ visit: { request } }: Encounter): string {
  const header = request.headers.get("authorization") ?? request.headers.get("x-api-key") ?? "";
  return header.replace(/^Bearer /i, "");
}

const encodings: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  url: encodeURIComponent,
  base64: (secret) => Buffer.from(secret).toString("base64"),
  html: (secret) => [...secret].map((letter) => `&#${letter.codePointAt(0)};`).join(""),
};

/** A refusal that repeats the credential: 401, with the vendor's own error body unless another is given. */
function refusal(place: string, what: string, answer: (secret: string, encounter: Encounter) => Response): Fault {
  return fault(`echo-${place}`, what, async (encounter) => answer(credentialOf(encounter), encounter));
}

function quoting(secret: string): Response {
  return toResponse(jsonResponse(401, { message: `the credential ${secret} is not known` }));
}

/** Raw bytes in place of an answer, then the end of the connection. */
function broken(place: string, what: string, bytes: (secret: string) => string): Fault {
  return fault(`echo-${place}`, what, async (encounter) =>
    play(encounter, [Buffer.from(bytes(credentialOf(encounter))), beforeReset, "close"]),
  );
}

/** Answers that repeat the credential of the request. No client error, cause or event may contain it. */
export const echoFaults: readonly Fault[] = [
  ...Object.entries(encodings).map(([name, encode]) =>
    refusal(
      `message-${name}`,
      `A 401 whose message has the request's credential, in the encoding \`${name}\`.`,
      (secret) => quoting(encode(secret)),
    ),
  ),
  refusal("message-json", "A 401 whose message has the credential in JSON escapes.", (secret) => {
    const escapes = [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    return new Response(`{"message":"not known: ${escapes}"}`, {
      status: 401,
      headers: { "content-type": "application/json" },
    });
  }),
  refusal("key", "A 401 whose body has a member named like the credential.", (secret) =>
    toResponse(jsonResponse(401, { message: "refused", [secret]: { [`x${secret}`]: 1 } })),
  ),
  refusal("request-id", "A 401 whose `x-request-id` is the credential.", (secret, encounter) =>
    toResponse(jsonResponse(401, vendorError(encounter, 401, "echo-request-id"), { "x-request-id": secret })),
  ),
  refusal("not-json", "A 200 that is the credential, and not JSON.", (secret) => new Response(secret)),
  refusal(
    "encoding",
    "A 200 whose `content-encoding` is the credential.",
    (secret) => new Response("{}", { headers: { "content-type": "application/json", "content-encoding": secret } }),
  ),
  broken("status-line", "An invalid status line with the credential.", (secret) => `HTTP/1.1 ${secret}\r\n\r\n`),
  broken("header", "An invalid header with the credential.", (secret) => `HTTP/1.1 200 OK\r\n${secret}\r\n\r\n{}`),
  broken(
    "length",
    "A `content-length` that is the credential.",
    (secret) => `HTTP/1.1 200 OK\r\ncontent-length: ${secret}\r\n\r\n{}`,
  ),
  broken(
    "chunk",
    "A chunk whose size is the credential.",
    (secret) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${secret}\r\n{}\r\n0\r\n\r\n`,
  ),
];
