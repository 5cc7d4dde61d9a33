import pino from "pino";

import { environment } from "./environment.server";

/** Keys that may hold a secret or a person; whatever is logged under them is blanked, two levels down included. */
const sensitiveKeys = [
  "accessToken",
  "access_token",
  "refreshToken",
  "refresh_token",
  "sessionToken",
  "id_token",
  "authorization",
  "password",
  "secret",
  "email",
  "phone",
  "firstName",
  "first_name",
  "lastName",
  "last_name",
  "displayName",
  "address",
  "onlineAccessInfo",
  "body",
  "payload",
] as const;

/** Creates a logger of JSON lines; see `log` for the process's own. */
export function createLog(level: string, destination: pino.DestinationStream): pino.Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: sensitiveKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        censor: "[redacted]",
      },
    },
    destination,
  );
}

let current: pino.Logger | undefined;

/** The process's log: JSON lines on stderr. Pass facts as an object first, then one sentence. */
export function log(): pino.Logger {
  return (current ??= createLog(environment().LOG_LEVEL, pino.destination({ fd: 2, sync: false })));
}

/** Resolves once everything that was logged is written; for a process that is about to end. */
export function flushLog(): Promise<void> {
  return new Promise((resolve) => {
    log().flush(() => {
      resolve();
    });
  });
}
