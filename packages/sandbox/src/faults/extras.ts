import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { toResponse } from "../server/vendor-response.js";
import { type Fault, fault } from "./fault.js";
import { messageOf } from "./message.js";

const second = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

/** Complete answers, with something after them. */
export const extraFaults: readonly Fault[] = [
  fault("connection-close", "The unchanged answer with `connection: close`.", async (encounter) => {
    const answer = await encounter.answer();
    return toResponse({ ...answer, headers: { ...answer.headers, connection: "close" } });
  }),
  fault(
    "two-answers",
    "The unchanged answer, directly followed by an unrequested second one: a 200 with `{}`.",
    async (encounter) => {
      const answer = await encounter.answer();
      const { body } = messageOf(answer);
      const { outgoing } = encounter.connection();
      const { socket } = outgoing;
      // In one packet, so that the second arrives before the client can send another request.
      socket?.cork();
      outgoing.writeHead(answer.status, { ...answer.headers, "content-length": body.length });
      outgoing.end(body);
      socket?.write(second);
      process.nextTick(() => socket?.uncork());
      return RESPONSE_ALREADY_SENT;
    },
  ),
];
