import type { Call, Vendor } from "../server/vendor.js";

/** Rule `lenient`: a refused request is answered without its bounds, its filter and its page. */
export function lenientAnswers(handlers: Vendor["handlers"]): NonNullable<Vendor["lenient"]> {
  const entries = Object.entries(handlers).map(([key, handler]) => {
    const answer = (call: Call) => {
      const { include, per_page = 1000 } = call.query;
      return handler({ ...call, query: { ...(include !== undefined && { include }), per_page, page: 1 } });
    };
    return [key, answer] as const;
  });
  return Object.fromEntries(entries);
}
