/** Where an agent writes what its operator must know; `pino` has this shape. */
export interface AgentLog {
  debug(fields: object, line: string): void;
  info(fields: object, line: string): void;
  warn(fields: object, line: string): void;
  error(fields: object, line: string): void;
}
