import { type Fault, fault } from "./fault.js";
import { type Message, messageOf } from "./message.js";
import { beforeReset, play, type Step } from "./script.js";

/** The vendor is not asked. */
function unanswered(name: string, what: string, steps: readonly Step[]): Fault {
  return fault(name, what, (encounter) => play(encounter, steps));
}

function written(name: string, what: string, script: (message: Message) => readonly Step[]): Fault {
  return fault(name, what, async (encounter) => play(encounter, script(messageOf(await encounter.answer()))));
}

/** Connections that break, stall, or lie about the length. */
export const connectionFaults: readonly Fault[] = [
  unanswered("reset-before-headers", "The connection is reset (RST) in the place of an answer.", ["reset"]),
  unanswered("close-before-headers", "The connection is closed (FIN) in the place of an answer.", ["close"]),
  written("reset-mid-headers", "Half of the head, then a reset.", ({ head, body }) => {
    const whole = head(body.length);
    return [whole.subarray(0, whole.length / 2), beforeReset, "reset"];
  }),
  written("reset-mid-body", "The head and half of the body, then a reset.", ({ head, body, firstHalf }) => [
    head(body.length),
    firstHalf,
    beforeReset,
    "reset",
  ]),
  written("close-mid-body", "The head and half of the body, then a FIN.", ({ head, body, firstHalf }) => [
    head(body.length),
    firstHalf,
    "close",
  ]),
  unanswered("stall-headers", "Nothing comes, and the connection stays open.", []),
  written("stall-body", "The head and half of the body; then nothing comes, and it stays open.", (message) => [
    message.head(message.body.length),
    message.firstHalf,
  ]),
  written("wrong-length-short", "All of the body under half of its content-length, then a FIN.", (message) => [
    Buffer.concat([message.head(message.firstHalf.length), message.body]),
    "close",
  ]),
  written("wrong-length-long", "All of the body under a content-length of 16 more, then a FIN.", ({ head, body }) => [
    Buffer.concat([head(body.length + 16), body]),
    "close",
  ]),
  written("unsolicited-100-continue", "`100 Continue`, which nobody asked for, before the answer.", (message) => [
    Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"),
    message.head(undefined),
    message.body,
    "close",
  ]),
];
