import type { ConnectionOptions } from "@metermux/http";
import { isMetermuxError, type Provider } from "@metermux/usage";
import { CommandLineError } from "./failure.js";
import type { Environment } from "./io.js";

/** An environment variable behind an option of a vendor's adapter. */
export interface Variable {
  name: string;
  required: boolean;
  secret: boolean;
  /** What is meant where it is not set, or how it is written. */
  about?: string;
}

/** How a vendor becomes a connection of the command line. */
interface Entry {
  /** Whose usage it tells. */
  tells: string;
  /** The variables behind the options of the vendor's adapter. */
  variables: Readonly<Record<string, Variable>>;
  /** Loads the vendor's adapter, and no other. */
  open(values: Readonly<Record<string, string>>, transport: ConnectionOptions): Promise<Provider>;
}

/** A vendor's base URL: the public API's unless it is set. */
function baseUrl(name: string, about = "default the public API"): Variable {
  return { name, required: false, secret: false, about };
}

/** The vendors, by the name of their connection. */
const entries: Readonly<Record<string, Entry>> = {
  metronome: {
    tells: "every customer",
    variables: {
      token: { name: "METRONOME_BEARER_TOKEN", required: true, secret: true },
      baseUrl: baseUrl("METRONOME_BASE_URL"),
    },
    async open({ token = "", ...values }, transport) {
      const { metronome } = await import("@metermux/usage/metronome");
      return metronome({ ...transport, ...values, token });
    },
  },
  amberflo: {
    tells: "every customer",
    variables: {
      apiKey: { name: "AMBERFLO_API_KEY", required: true, secret: true },
      baseUrl: baseUrl("AMBERFLO_BASE_URL"),
    },
    async open({ apiKey = "", ...values }, transport) {
      const { amberflo } = await import("@metermux/usage/amberflo");
      return amberflo({ ...transport, ...values, apiKey });
    },
  },
  "amberflo-portal": {
    tells: "the customer of a portal session, by meters that are named",
    variables: {
      sessionToken: { name: "AMBERFLO_SESSION_TOKEN", required: true, secret: true },
      baseUrl: baseUrl("AMBERFLO_BASE_URL"),
    },
    async open({ sessionToken = "", ...values }, transport) {
      const { amberfloPortal } = await import("@metermux/usage/amberflo");
      return amberfloPortal({ ...transport, ...values, sessionToken });
    },
  },
  "wowza-video": {
    tells: "the account as one",
    variables: {
      token: { name: "WOWZA_VIDEO_TOKEN", required: true, secret: true },
      baseUrl: baseUrl("WOWZA_VIDEO_BASE_URL", "default the public API; ends in the version, as in /api/v2.0"),
    },
    async open({ token = "", ...values }, transport) {
      const { wowzaVideo } = await import("@metermux/usage/wowza-video");
      return wowzaVideo({ ...transport, ...values, token });
    },
  },
};

/** The names that `--connection` can take. */
export const connectionNames: readonly string[] = Object.keys(entries);

/** Each connection's variables, in the same order. */
export const connectionVariables: readonly { connection: string; tells: string; variables: readonly Variable[] }[] =
  Object.entries(entries).map(([connection, { tells, variables }]) => ({
    connection,
    tells,
    variables: Object.values(variables),
  }));

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
 * @throws CommandLineError when a variable is missing; MetermuxError `invalid_input` when one cannot be used.
 */
export async function openConnections(
  asked: readonly string[] | undefined,
  environment: Environment,
  transport: ConnectionOptions = {},
): Promise<Record<string, Provider>> {
  const configured = connectionNames.filter((name) => missingVariables(name, environment).length === 0);
  if (asked === undefined && configured.length === 0) {
    const needs = connectionNames.map((name) => `${missingVariables(name, environment).join(" and ")} for ${name}`);
    throw new CommandLineError(`no connection is configured in the environment; set ${needs.join(", or ")}`);
  }
  const opened: Record<string, Provider> = {};
  for (const name of asked ?? configured) opened[name] = await openConnection(name, environment, transport);
  return opened;
}

async function openConnection(name: string, environment: Environment, transport: ConnectionOptions): Promise<Provider> {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) {
    throw new CommandLineError(`--connection: ${JSON.stringify(name)} is not one of ${connectionNames.join(", ")}`);
  }
  const missing = missingVariables(name, environment);
  if (missing.length > 0)
    throw new CommandLineError(`connection ${name} needs ${missing.join(" and ")} in the environment`);
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
    throw new CommandLineError(`${variable.name}: ${error.message}`, { cause: error });
  }
}

/** The variables that a connection cannot do without and that are unset or empty. */
function missingVariables(name: string, environment: Environment): string[] {
  const variables = Object.values(entries[name]?.variables ?? {});
  return variables.filter(({ name, required }) => required && !environment[name]).map(({ name }) => name);
}
