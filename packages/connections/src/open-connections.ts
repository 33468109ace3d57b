import type { ConnectionOptions } from "@metermux/http";
import { isMetermuxError, MetermuxError, type Provider } from "@metermux/usage";
import { configuredConnections, connectionNames, missingVariables } from "./connection-list.js";
import { registry } from "./registry.js";
import type { Environment } from "./variable.js";

/**
 * Opens connections from environment variables: providers for `createUsage`, by the names of the connections. Only the
 * adapters of the connections that are opened are loaded, and no request is sent.
 *
 * @param names which connections; undefined means all that the environment configures.
 * @param environment for example `process.env`.
 * @param transport options that every connection is made with, besides what the environment says.
 * @throws MetermuxError `invalid_input` for a name that no connection has (field `connections`), and for a variable that
 * is missing or cannot be used (the field is the variable's name). No message holds a credential.
 */
export async function openConnections(
  names: readonly string[] | undefined,
  environment: Environment,
  transport: ConnectionOptions = {},
): Promise<Record<string, Provider>> {
  const configured = configuredConnections(environment);
  if (names === undefined && configured.length === 0) throw nothingConfigured(environment);
  const opened: Record<string, Provider> = {};
  for (const name of names ?? configured) opened[name] = await openConnection(name, environment, transport);
  return opened;
}

async function openConnection(name: string, environment: Environment, transport: ConnectionOptions): Promise<Provider> {
  const entry = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (entry === undefined) {
    throw invalid("connections", `connections: ${JSON.stringify(name)} is not one of ${connectionNames.join(", ")}`);
  }
  const missing = missingVariables(name, environment);
  const [first] = missing;
  if (first !== undefined) {
    throw invalid(first, `connection ${name} needs ${missing.join(" and ")} in the environment`);
  }
  const values: Record<string, string> = {};
  for (const [option, variable] of Object.entries(entry.variables)) {
    const value = environment[variable.name];
    if (value) values[option] = value;
  }
  try {
    return await entry.open(values, transport);
  } catch (error) {
    // The adapter names its option; who configures the environment knows the variable.
    const variable = isMetermuxError(error) && error.field ? entry.variables[error.field] : undefined;
    if (variable === undefined || !(error instanceof Error)) throw error;
    throw invalid(variable.name, `${variable.name}: ${error.message}`, error);
  }
}

function nothingConfigured(environment: Environment): MetermuxError {
  const needs = connectionNames.map((name) => `${missingVariables(name, environment).join(" and ")} for ${name}`);
  const message = `no connection is configured in the environment; set ${needs.join(", or ")}`;
  return new MetermuxError(message, { code: "invalid_input" });
}

function invalid(field: string, message: string, cause?: unknown): MetermuxError {
  return new MetermuxError(message, { code: "invalid_input", field, cause });
}
