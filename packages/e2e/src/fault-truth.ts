import Big from "big.js";

/** Whether the usage that came under a fault is all there is: to the byte, or to what the fault says of it. */
export function isAllData(fault: string, text: string, truth: string): boolean {
  if (fault === "reordered-rows") return inOneOrder(text) === inOneOrder(truth);
  if (fault === "changed-values") return differsByOne(JSON.parse(text), JSON.parse(truth));
  return text === truth;
}

/** JSON with the items of each list in an order of their own. */
function inOneOrder(text: string): string {
  const order = (_: string, value: unknown) =>
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
  return JSON.stringify(JSON.parse(text, order));
}

/** The same, but for a `value` here and there that is one more, as the vendor itself said when it was asked. */
function differsByOne(left: unknown, right: unknown): boolean {
  if (!isMap(left) || !isMap(right)) return left === right;
  const keys = Object.keys(left);
  if (keys.join() !== Object.keys(right).join()) return false;
  return keys.every((key) => {
    const [one, other] = [left[key], right[key]];
    const isValue = key === "value" && typeof one === "string" && typeof other === "string";
    return isValue ? ["0", "1"].includes(new Big(one).minus(other).toFixed()) : differsByOne(one, other);
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
