import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import type { CodegenConfig } from "@graphql-codegen/cli";

/** Typed Admin API documents, made offline from the schema that is kept in the repository. */
const config: CodegenConfig = {
  schema: gunzipSync(
    readFileSync(new URL("./sandbox/data/admin-2026-10.graphql.gz", import.meta.url)),
  ).toString(),
  documents: "app/shopify/admin/documents/*.graphql",
  generates: {
    "app/shopify/generated/admin.ts": {
      plugins: ["typescript-operations", "typed-document-node"],
      config: {
        documentMode: "string",
        enumsAsTypes: true,
        onlyOperationTypes: true,
        skipTypename: true,
        useTypeImports: true,
        defaultScalarType: "unknown",
        scalars: {
          ID: "string",
          DateTime: "string",
          Decimal: "string",
          URL: "string",
          UnsignedInt64: "string",
        },
      },
    },
  },
};

export default config;
