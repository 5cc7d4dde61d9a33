import { z } from "zod";

/**
 * Everything that the app reads from its environment, in one place. `.env.example` says what each is for.
 */
const environmentSchema = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
    /** Where the app is reached, as set in the Partner Dashboard. The Shopify CLI sets it (or HOST). */
    SHOPIFY_APP_URL: z.url({ protocol: /^https?$/ }),
    SHOPIFY_API_KEY: z.string().min(1),
    SHOPIFY_API_SECRET: z.string().min(1),
    /** The secret before the last rotation: webhooks signed with it are still accepted. */
    SHOPIFY_API_SECRET_PREVIOUS: z.string().min(1).optional(),
    SCOPES: z.string().default("read_customers,read_orders,read_products"),
    /** Where the sandbox listens; the one switch that sends the app there instead of to Shopify. */
    SHOPIFY_SANDBOX_URL: z
      .url({ protocol: /^https?$/ })
      .refine((url) => isLoopback(new URL(url).hostname), "must be an address of this machine (localhost)")
      .optional(),
    DATA_DIR: z.string().min(1).default("./data"),
    DATABASE_URL: z
      .string()
      .regex(/^(file:|postgres(ql)?:\/\/)/, "must start with file: or postgresql://")
      .optional(),
    /** Connections to a PostgreSQL `DATABASE_URL` that one process holds at most. */
    DATABASE_CONNECTIONS: z.coerce.number().int().min(2).default(10),
    /** Warehouses in PostgreSQL, a schema per shop; DuckDB files in DATA_DIR unless set. */
    WAREHOUSE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
      .optional(),
    /** Where schemas are made, changed and dropped, if elsewhere: with Citus, its coordinator. */
    WAREHOUSE_DDL_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
      .optional(),
    /** Connections to WAREHOUSE_URL that one process holds at most. */
    WAREHOUSE_CONNECTIONS: z.coerce.number().int().min(3).default(10),
    /** Memory that DuckDB may use for all shops of the process together, as it spells it ("2GB"). */
    WAREHOUSE_MEMORY_LIMIT: z
      .string()
      .regex(/^\d+(\.\d+)? ?(MB|GB|MiB|GiB)$/, "must be a size such as 2GB")
      .default("2GB"),
    /** Threads that the warehouses of all shops share; all cores unless set. */
    WAREHOUSE_THREADS: z.coerce.number().int().positive().optional(),
    /** `id:base64` of 32 bytes, several separated by commas; the first encrypts, all decrypt. */
    QUINTILE_ENCRYPTION_KEYS: z.string().min(1),
    /** What this process does: answer the web, run jobs, or both. */
    ROLE: z.enum(["web", "worker", "both"]).default("both"),
    PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
    /** The address to listen on; all of them unless set. Older versions of the Shopify CLI set the app's URL here. */
    HOST: z
      .string()
      .transform((host) => (/^https?:/.test(host) ? undefined : host))
      .optional(),
    /** Where `/metrics` is on a port of its own, open to whoever reaches it. */
    METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
    METRICS_HOST: z.string().min(1).default("127.0.0.1"),
    /** With it, `/metrics` is on the app's port too, for whoever sends it as a bearer token. */
    METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  })
  .refine((env) => env.SHOPIFY_SANDBOX_URL === undefined || env.NODE_ENV !== "production", {
    path: ["SHOPIFY_SANDBOX_URL"],
    message: "is refused when NODE_ENV is production: the sandbox is for development only",
  })
  // Two processes would open the same DuckDB file, which the second one cannot.
  .refine((env) => env.ROLE === "both" || env.WAREHOUSE_URL !== undefined, {
    path: ["ROLE"],
    message: "may be web or worker only where WAREHOUSE_URL is set: a DuckDB file can be open in one process",
  });

export type Environment = z.infer<typeof environmentSchema>;

/** The environment cannot be used; says every variable that is wrong and why, never their values. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Reads and checks the environment.
 *
 * @throws {EnvironmentError} naming all variables that are missing or wrong.
 */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  // An empty string is how most shells and .env files say "not set".
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentSchema.safeParse({ SHOPIFY_APP_URL: given.HOST, ...given });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return `  ${name}: ${given[name] === undefined ? "is missing" : issue.message}`;
  });
  throw new EnvironmentError(`The environment is not complete. See .env.example.\n${problems.join("\n")}`);
}

let current: Environment | undefined;

/** The process's environment, read once. */
export function environment(): Environment {
  return (current ??= readEnvironment(process.env));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
