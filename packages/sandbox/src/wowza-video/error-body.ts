import type { Json } from "../server/json.js";
import type { Refusal } from "../server/refusal.js";

/** The codes by status. The vendor has no code for 405, 429 and 501, so those are ours. */
const codes: Readonly<Record<number, string>> = {
  401: "InvalidToken",
  404: "RecordNotFound",
  405: "MethodNotAllowed",
  422: "RecordInvalid",
  429: "TooManyRequests",
  501: "NotImplemented",
};

/** Rule `error-body` [SPEC]. */
export function errorBody(refusal: Refusal): Json {
  const { status, message } = refusal;
  const name = codes[status] ?? "Refused";
  return { meta: { status, code: `ERR-${status}-${name}`, title: name, message, description: "", links: [] } };
}
