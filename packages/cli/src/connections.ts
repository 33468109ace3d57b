import type { ConnectionOptions } from "@metermux/http";
import { isMetermuxError, type Provider } from "@metermux/usage";
import { UsageError } from "./failure.js";
import type { Environment } from "./io.js";

/** How a vendor becomes a connection of the command line. */
interface Entry {
  /** The variables behind the options of the vendor's adapter. */
  variables: Readonly<Record<string, { name: string; required: boolean; secret: boolean }>>;
  /** Loads the vendor's adapter, and no other. */
  open(values: Readonly<Record<string, string>>, transport: ConnectionOptions): Promise<Provider>;
}

/** The vendors, by the name of their connection. */
const entries: Readonly<Record<string, Entry>> = {
  metronome: {
    variables: {
      token: { name: "METRONOME_BEARER_TOKEN", required: true, secret: true },
      baseUrl: { name: "METRONOME_BASE_URL", required: false, secret: false },
    },
    async open({ token = "", ...values }, transport) {
      const { metronome } = await import("@metermux/usage/metronome");
      return metronome({ ...transport, ...values, token });
    },
  },
};

/** The names that `--connection` can take. */
export const connectionNames: readonly string[] = Object.keys(entries);

/** The credentials among the variables. */
export function secretsOf(environment: Environment): string[] {
  return Object.values(entries)
    .flatMap(({ variables }) => Object.values(variables))
    .flatMap(({ name, secret }) => (secret ? (environment[name] ?? []) : []))
    .filter((value) => value !== "");
}

/**
 * Opens connections from the environment.
 *
 * @param asked names of connections; absent means all that the environment configures.
 * @throws UsageError when a variable is missing; MetermuxError `invalid_input` when one cannot be used.
 */
export async function openConnections(
  asked: readonly string[] | undefined,
  environment: Environment,
  transport: ConnectionOptions = {},
): Promise<Record<string, Provider>> {
  const configured = connectionNames.filter((name) => missingVariables(name, environment).length === 0);
  if (asked === undefined && configured.length === 0) {
    const needs = connectionNames.map((name) => `${missingVariables(name, environment).join(" and ")} for ${name}`);
    throw new UsageError(`no connection is configured in the environment; set ${needs.join(", or ")}`);
  }
  const opened: Record<string, Provider> = {};
  for (const name of asked ?? configured) opened[name] = await openConnection(name, environment, transport);
  return opened;
}

async function openConnection(name: string, environment: Environment, transport: ConnectionOptions): Promise<Provider> {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) {
    throw new UsageError(`--connection: ${JSON.stringify(name)} is not one of ${connectionNames.join(", ")}`);
  }
  const missing = missingVariables(name, environment);
  if (missing.length > 0) throw new UsageError(`connection ${name} needs ${missing.join(" and ")} in the environment`);
  const values: Record<string, string> = {};
  for (const [option, variable] of Object.entries(entry.variables)) {
    const value = environment[variable.name];
    if (value) values[option] = value;
  }
  try {
    return await entry.open(values, transport);
  } catch (error) {
    const variable = isMetermuxError(error) && error.field ? entry.variables[error.field] : undefined;
    if (variable === undefined || !(error instanceof Error)) throw error;
    throw new UsageError(`${variable.name}: ${error.message}`, { cause: error });
  }
}

/** The variables that a connection cannot do without and that are unset or empty. */
function missingVariables(name: string, environment: Environment): string[] {
  const variables = Object.values(entries[name]?.variables ?? {});
  return variables.filter(({ name, required }) => required && !environment[name]).map(({ name }) => name);
}
