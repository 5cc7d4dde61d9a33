/**
 * The floors of the house (docs/layout.md): a file imports from its own floor or below, never above, and there are no
 * import circles. The sandbox stands beside the house: neither knows the other.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
const middle = "^app/(segments|audiences|history|customers|lists|privacy)/";
const top = "^app/(routes|components)/";
/** Tests and what only they use. */
const test = "\\.test\\.tsx?$|/testing/";
const ground = "^app/(warehouse|shopify|meta|state|jobs)/";

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "ground-floor-imports-nothing-above",
      severity: "error",
      from: { path: ground },
      to: { path: [middle, top] },
    },
    {
      name: "middle-floor-imports-nothing-above",
      severity: "error",
      from: { path: middle },
      to: { path: top },
    },
    {
      name: "rooms-do-not-know-their-process",
      severity: "error",
      from: { path: [ground, middle, top] },
      to: { path: "^app/(entry|root|background|process/)" },
    },
    {
      name: "browser-code-touches-no-server-file",
      comment:
        "Routes and the root are split by Remix; everything else that the browser gets must be free of I/O.",
      severity: "error",
      from: {
        path: "^app/",
        pathNot: [
          "\\.server\\.tsx?$",
          "^app/routes/",
          "^app/root\\.tsx$",
          test,
          "^app/(state|shopify)/generated/",
        ],
      },
      to: { path: "\\.server\\.tsx?$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "app-and-sandbox-are-strangers",
      severity: "error",
      from: { path: "^app/", pathNot: test },
      to: { path: "^(sandbox|bench|tests)/" },
    },
    {
      name: "sandbox-does-not-know-the-app",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(app|bench|tests)/" },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          "\\.d\\.ts$",
          test,
          "^app/routes/",
          "^sandbox/clock\\.mjs$",
          "^[^/]+\\.(c?js|ts)$",
          "^app/(state|shopify)/generated/",
        ],
      },
      to: {},
    },
    {
      name: "not-to-unlisted-package",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
    },
    {
      name: "app-runs-on-dependencies-only",
      severity: "error",
      from: { path: "^app/", pathNot: [test, "validateDocuments\\.ts$"] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "app/(state|shopify)/generated"] },
    exclude: { path: ["^build/"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
