import type { Operation } from "../src/server/contract.js";

export interface CheckedResponse {
  readonly status: number;
  readonly rule: string | null;
  readonly headers: Headers;
  readonly text: string;
  readonly message: unknown;
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<CheckedResponse>;

/** Sends requests to one vendor. Every answer is checked by the spec before the test sees it. */
export function senderTo(
  baseUrl: string,
  credential: Readonly<Record<string, string>>,
  operations: readonly Operation[],
): Send {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { ...credential, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = JSON.parse(text);
    const operation = operations.find((each) => each.method === method && fits(each.path, path.replace(/\?.*/, "")));
    // 409 is the one answer that a spec omits on purpose and explains.
    const problem = response.status === 409 ? null : operation?.judgeResponse(response.status, parsed);
    if (typeof problem === "string") throw new Error(`${method} ${path} breaks the spec: ${problem}`);
    const message = Reflect.get(Object(parsed), "errorMessage") ?? Reflect.get(Object(parsed), "message");
    const rule = response.headers.get("x-sandbox-rule");
    return { status: response.status, rule, headers: response.headers, text, message };
  };
}

/** Whether a path matches a template such as `/v1/customers/{customer_id}`. */
function fits(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path);
}

/** JSON with the numbers of its objects as text, so that no digit is lost. */
export function readExactly<Value>(text: string): Value {
  return JSON.parse(text.replaceAll(/":(-?\d[\d.]*)(?=[,}])/g, '":"$1"'));
}
