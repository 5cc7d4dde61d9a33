import { fileURLToPath } from "node:url";

import { build, type Rollup } from "vite";

const entries = { "app-bridge": "./bridge/main.ts", admin: "./admin/main.ts" } as const;
export type BrowserScript = keyof typeof entries;

const built = new Map<BrowserScript, Promise<string>>();

async function bundle(name: BrowserScript): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL(entries[name], import.meta.url)),
        formats: ["iife"],
        name: "sandbox",
      },
    },
  })) as Rollup.RollupOutput[];
  const chunk = result[0]?.output[0];
  if (chunk === undefined) throw new Error(`Bundling the sandbox's browser script "${name}" gave nothing.`);
  return chunk.code;
}

/** One of the two scripts that run in the browser, as one classic script. Bundled at its first use. */
export function browserScript(name: BrowserScript): Promise<string> {
  let script = built.get(name);
  if (script === undefined) {
    script = bundle(name);
    built.set(name, script);
  }
  return script;
}
