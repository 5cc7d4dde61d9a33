import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

const buildFolder = fileURLToPath(new URL("../build", import.meta.url));
const client = join(buildFolder, "client");

/** Vite's own manifest: every file of the build by the module or chunk that it holds. */
const chunksSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
    assets: z.array(z.string()).default([]),
  }),
);
type Chunks = z.infer<typeof chunksSchema>;

/** Remix's manifest: which chunk a route is, and what it stands in. */
const routesSchema = z.object({
  entry: z.object({ module: z.string() }),
  routes: z.record(z.string(), z.object({ module: z.string(), parentId: z.string().optional() })),
});

/** The browser's half of the built app. */
export interface ClientBuild {
  readonly chunks: Chunks;
  readonly manifest: z.infer<typeof routesSchema>;
}

/** @throws where the app is not built. */
export function readClientBuild(): ClientBuild {
  const chunksFile = join(buildFolder, ".vite/client-manifest.json");
  if (!existsSync(chunksFile)) throw new Error("The app is not built: run `npm run build` first.");
  const assets = readdirSync(join(client, "assets"));
  const routesFile = assets.find((name) => /^manifest-.*\.js$/.test(name));
  if (routesFile === undefined) throw new Error("The build has no manifest of routes.");
  const script = readFileSync(join(client, "assets", routesFile), "utf8");
  return {
    chunks: chunksSchema.parse(JSON.parse(readFileSync(chunksFile, "utf8"))),
    manifest: routesSchema.parse(JSON.parse(script.replace(/^[^{]*/, "").replace(/;\s*$/, ""))),
  };
}

/** Routes that somebody looks at: of the others, which answer with data alone, nothing is left for the browser. */
export function pageRoutes({ manifest }: ClientBuild): string[] {
  const layouts = new Set(Object.values(manifest.routes).map(({ parentId }) => parentId));
  return Object.entries(manifest.routes)
    .filter(
      ([route, { module }]) => !layouts.has(route) && readFileSync(fileOf(module), "utf8").trim() !== "",
    )
    .map(([route]) => route)
    .sort();
}

/** Files of the build, by their full paths. */
export interface FirstVisit {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Scripts and styles that come when they are asked for. */
  readonly later: readonly string[];
}

/** What somebody who was never here downloads to see a route: the entry, the layouts around it, itself, and all that they import. */
export function firstVisit({ chunks, manifest }: ClientBuild, route: string): FirstVisit {
  const modules = [manifest.entry.module];
  for (let id: string | undefined = route; id !== undefined; id = manifest.routes[id]?.parentId) {
    const { module } = manifest.routes[id] ?? {};
    if (module === undefined) throw new Error(`The build has no route ${id}.`);
    modules.push(module);
  }
  const entries = modules.map((module) => chunkOf(chunks, module));
  const atOnce = reached(chunks, entries, ({ imports }) => imports);
  const everything = reached(chunks, entries, ({ imports, dynamicImports }) => [
    ...imports,
    ...dynamicImports,
  ]);
  const first = filesOf(chunks, atOnce);
  const all = filesOf(chunks, everything);
  return {
    scripts: first.filter((file) => file.endsWith(".js")).map(fileOf),
    styles: first.filter((file) => file.endsWith(".css")).map(fileOf),
    later: all.filter((file) => !first.includes(file)).map(fileOf),
  };
}

function chunkOf(chunks: Chunks, module: string): string {
  const found = Object.keys(chunks).find((key) => `/${String(chunks[key]?.file)}` === module);
  if (found === undefined) throw new Error(`The build's manifest does not have ${module}.`);
  return found;
}

function reached(
  chunks: Chunks,
  from: readonly string[],
  leadsTo: (chunk: Chunks[string]) => readonly string[],
): ReadonlySet<string> {
  const seen = new Set(from);
  // A set hands out what is added to it while it is gone through.
  for (const key of seen) {
    const chunk = chunks[key];
    if (chunk) for (const next of leadsTo(chunk)) seen.add(next);
  }
  return seen;
}

function filesOf(chunks: Chunks, keys: ReadonlySet<string>): string[] {
  const files = [...keys].flatMap((key) => {
    const { file, css = [], assets = [] } = chunks[key] ?? {};
    return file === undefined ? [] : [file, ...css, ...assets];
  });
  return [...new Set(files)];
}

function fileOf(path: string): string {
  return join(client, path);
}
