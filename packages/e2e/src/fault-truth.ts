import Big from "big.js";

/** Whether the usage received under a fault is complete: equal to the byte, or apart from what the fault changes. */
export function isAllData(fault: string, text: string, truth: string): boolean {
  if (fault === "reordered-rows") return inOneOrder(text) === inOneOrder(truth);
  if (fault === "changed-values") return differsByOne(JSON.parse(text), JSON.parse(truth));
  return text === truth;
}

/** JSON with the items of each list sorted. */
function inOneOrder(text: string): string {
  const order = (_: string, value: unknown) =>
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
  return JSON.stringify(JSON.parse(text, order));
}

/** The same, except that some `value`s are one higher, as the vendor itself answered. */
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
