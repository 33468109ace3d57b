/** Connections of the environment: their names, their variables, and providers made from them. */
export {
  type ConnectionDescription,
  configuredConnections,
  connectionList,
  connectionNames,
  missingVariables,
  secretsOf,
} from "./connection-list.js";
export { connectionHelp, connectionMarkdown } from "./connection-table.js";
export { openConnections } from "./open-connections.js";
export type { Environment, Variable } from "./variable.js";
