import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { buildSchema, GraphQLError, isScalarType, type GraphQLSchema } from "graphql";

export const API_VERSION = "2026-10";

/** The pattern of what the schema's own scalars carry; a store object that breaks it is a defect of the store. */
const scalarForms: Record<string, RegExp> = {
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  Decimal: /^-?\d+(\.\d+)?$/,
  UnsignedInt64: /^\d+$/,
};

let schema: GraphQLSchema | undefined;

/** The real Admin API schema of {@link API_VERSION}, parsed once per process (about half a second). */
export function adminSchema(): GraphQLSchema {
  schema ??= loadSchema();
  return schema;
}

function loadSchema(): GraphQLSchema {
  const file = new URL(`../data/admin-${API_VERSION}.graphql.gz`, import.meta.url);
  const built = buildSchema(gunzipSync(readFileSync(file)).toString("utf8"), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  for (const [name, form] of Object.entries(scalarForms)) {
    const scalar = built.getType(name);
    if (!isScalarType(scalar)) throw new Error(`The Admin API schema has no scalar ${name}`);
    scalar.serialize = (value) => {
      if (typeof value === "string" && form.test(value)) return value;
      throw new GraphQLError(`The sandbox's store holds ${JSON.stringify(value)}, which is no ${name}`);
    };
  }
  return built;
}
