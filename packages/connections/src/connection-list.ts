import { registry } from "./registry.js";
import type { Environment, Variable } from "./variable.js";

/** A connection that the environment can configure. */
export interface ConnectionDescription {
  /** As in `--connection metronome`. */
  connection: string;
  /** The vendor's name for people, as in `Metronome`. */
  vendor: string;
  /** Whose usage it reports. */
  reports: string;
  variables: readonly Variable[];
}

/** The names of all connections, in the order of the registry. */
export const connectionNames: readonly string[] = Object.keys(registry);

/** Every connection with its variables, in the same order. */
export const connectionList: readonly ConnectionDescription[] = Object.entries(registry).map(
  ([connection, { vendor, reports, variables }]) => ({
    connection,
    vendor,
    reports,
    variables: Object.values(variables),
  }),
);

/** The values of the credentials that an environment has, for what must not be printed. */
export function secretsOf(environment: Environment): string[] {
  return connectionList
    .flatMap(({ variables }) => variables)
    .flatMap(({ name, secret }) => (secret ? (environment[name] ?? []) : []))
    .filter((value) => value !== "");
}

/** The required variables of a connection that are unset or empty; every name of a connection is known here. */
export function missingVariables(connection: string, environment: Environment): string[] {
  const variables = connectionList.find((each) => each.connection === connection)?.variables ?? [];
  return variables.filter(({ name, required }) => required && !environment[name]).map(({ name }) => name);
}

/** The names of the connections whose required variables an environment has. */
export function configuredConnections(environment: Environment): string[] {
  return connectionNames.filter((name) => missingVariables(name, environment).length === 0);
}
