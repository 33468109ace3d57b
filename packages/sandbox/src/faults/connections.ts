import { type Fault, fault } from "./fault.js";
import { type Message, messageOf } from "./message.js";
import { beforeReset, play, type Step } from "./script.js";

/** The vendor does not see the request. */
function unanswered(name: string, what: string, steps: readonly Step[]): Fault {
  return fault(name, what, (encounter) => play(encounter, steps));
}

function written(name: string, what: string, script: (message: Message) => readonly Step[]): Fault {
  return fault(name, what, async (encounter) => play(encounter, script(messageOf(await encounter.answer()))));
}

/** Connections that break, stall or announce a wrong length. */
export const connectionFaults: readonly Fault[] = [
  unanswered("reset-before-headers", "The connection is reset (RST) in place of an answer.", ["reset"]),
  unanswered("close-before-headers", "The connection is closed (FIN) in place of an answer.", ["close"]),
  written("reset-mid-headers", "Half of the headers, then a reset.", ({ head, body }) => {
    const whole = head(body.length);
    return [whole.subarray(0, whole.length / 2), beforeReset, "reset"];
  }),
  written("reset-mid-body", "The headers and half of the body, then a reset.", ({ head, body, firstHalf }) => [
    head(body.length),
    firstHalf,
    beforeReset,
    "reset",
  ]),
  written("close-mid-body", "The headers and half of the body, then a FIN.", ({ head, body, firstHalf }) => [
    head(body.length),
    firstHalf,
    "close",
  ]),
  unanswered("stall-headers", "Nothing is sent, and the connection stays open.", []),
  written(
    "stall-body",
    "The headers and half of the body; then nothing is sent, and the connection stays open.",
    (message) => [message.head(message.body.length), message.firstHalf],
  ),
  written("wrong-length-short", "The complete body with half of its content-length, then a FIN.", (message) => [
    Buffer.concat([message.head(message.firstHalf.length), message.body]),
    "close",
  ]),
  written(
    "wrong-length-long",
    "The complete body with a content-length that is 16 too high, then a FIN.",
    ({ head, body }) => [Buffer.concat([head(body.length + 16), body]), "close"],
  ),
  written("unsolicited-100-continue", "An unrequested `100 Continue` before the answer.", (message) => [
    Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"),
    message.head(undefined),
    message.body,
    "close",
  ]),
];
