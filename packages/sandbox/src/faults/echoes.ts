import { jsonAnswer, toResponse } from "../server/answer.js";
import { type Encounter, type Fault, fault, vendorError } from "./fault.js";
import { beforeReset, play } from "./script.js";

/** The credential that a request brought, as it was sent. */
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

/** A refusal in which the vendor repeats the credential: 401, with its own error body where nothing else is said. */
function refusal(place: string, what: string, answer: (secret: string, encounter: Encounter) => Response): Fault {
  return fault(`echo-${place}`, what, async (encounter) => answer(credentialOf(encounter), encounter));
}

function quoting(secret: string): Response {
  return toResponse(jsonAnswer(401, { message: `the credential ${secret} is not known` }));
}

/** Raw bytes in the place of an answer, then the end of the connection. */
function broken(place: string, what: string, bytes: (secret: string) => string): Fault {
  return fault(`echo-${place}`, what, async (encounter) =>
    play(encounter, [Buffer.from(bytes(credentialOf(encounter))), beforeReset, "close"]),
  );
}

/** Answers that repeat the credential of the request. No error, cause or event may hold it. */
export const echoFaults: readonly Fault[] = [
  ...Object.entries(encodings).map(([name, encode]) =>
    refusal(
      `message-${name}`,
      `A 401 whose message has the request's credential, in the encoding \`${name}\`.`,
      (secret) => quoting(encode(secret)),
    ),
  ),
  refusal("message-json", "A 401 whose message has the credential in escapes of JSON.", (secret) => {
    const escapes = [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    return new Response(`{"message":"not known: ${escapes}"}`, {
      status: 401,
      headers: { "content-type": "application/json" },
    });
  }),
  refusal("key", "A 401 whose body has a member named by the credential.", (secret) =>
    toResponse(jsonAnswer(401, { message: "refused", [secret]: { [`x${secret}`]: 1 } })),
  ),
  refusal("request-id", "A 401 whose `x-request-id` is the credential.", (secret, encounter) =>
    toResponse(jsonAnswer(401, vendorError(encounter, 401, "echo-request-id"), { "x-request-id": secret })),
  ),
  refusal("not-json", "A 200 that is the credential, and not JSON.", (secret) => new Response(secret)),
  refusal(
    "encoding",
    "A 200 whose `content-encoding` is the credential.",
    (secret) => new Response("{}", { headers: { "content-type": "application/json", "content-encoding": secret } }),
  ),
  broken("status-line", "A status line that is none, with the credential.", (secret) => `HTTP/1.1 ${secret}\r\n\r\n`),
  broken("header", "A header that is none, with the credential.", (secret) => `HTTP/1.1 200 OK\r\n${secret}\r\n\r\n{}`),
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
