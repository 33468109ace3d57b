import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { toResponse } from "../server/answer.js";
import { type Fault, fault } from "./fault.js";
import { messageOf } from "./message.js";

const second = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

/** Whole answers, with something after them. */
export const extraFaults: readonly Fault[] = [
  fault("connection-close", "The answer as it is, with `connection: close`.", async (encounter) => {
    const answer = await encounter.answer();
    return toResponse({ ...answer, headers: { ...answer.headers, connection: "close" } });
  }),
  fault(
    "two-answers",
    "The answer as it is and, right behind it, a second one that nobody asked for: a 200 with `{}`.",
    async (encounter) => {
      const answer = await encounter.answer();
      const { body } = messageOf(answer);
      const { outgoing } = encounter.connection();
      const { socket } = outgoing;
      // In one packet, so that the second is there before the client can send another request.
      socket?.cork();
      outgoing.writeHead(answer.status, { ...answer.headers, "content-length": body.length });
      outgoing.end(body);
      socket?.write(second);
      process.nextTick(() => socket?.uncork());
      return RESPONSE_ALREADY_SENT;
    },
  ),
];
