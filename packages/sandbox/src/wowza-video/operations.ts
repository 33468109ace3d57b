import { type Operation, readContract } from "../server/contract.js";
import { Refusal } from "../server/refusal.js";

/** The contract's operations with this vendor's status: it refuses a query with 422 where others use 400 [SPEC]. */
export function wowzaVideoOperations(): Operation[] {
  return readContract("wowza-video").map((operation) => ({
    ...operation,
    readQuery: (query) => {
      try {
        return operation.readQuery(query);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(422, error.rule, error.message);
      }
    },
  }));
}

/** Rule `singular-path`: the account's operation at the path of older versions. */
export function withPlural(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation) =>
    operation.path === "/usage/account"
      ? [operation, { ...operation, key: "GET /usage/accounts", path: "/usage/accounts" }]
      : [operation],
  );
}
