import { fileURLToPath } from "node:url";

import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig, type HmrOptions } from "vite";

import remixConfig from "./remix.config.js";

// The Shopify CLI names the tunnel in SHOPIFY_APP_URL (older versions in HOST) and the ports in PORT and FRONTEND_PORT.
const { hostname } = new URL(process.env.SHOPIFY_APP_URL ?? process.env.HOST ?? "http://localhost");
const hmr: HmrOptions =
  hostname === "localhost"
    ? { protocol: "ws", host: "localhost", port: 64999, clientPort: 64999 }
    : { protocol: "wss", host: hostname, port: Number(process.env.FRONTEND_PORT ?? 8002), clientPort: 443 };

export default defineConfig({
  plugins: [remix(remixConfig)],
  resolve: { alias: { "~": fileURLToPath(new URL("./app", import.meta.url)) } },
  server: { port: Number(process.env.PORT ?? 3000), allowedHosts: [hostname], hmr },
  // The manifest, which lands in build/.vite, says which files a page takes (`bench/clientBuild.ts`).
  build: { assetsInlineLimit: 0, manifest: true },
  optimizeDeps: {
    // Named, not discovered: looking for them, the dev server would come upon what only the server can load (DuckDB).
    noDiscovery: true,
    include: [
      "@shopify/app-bridge-react",
      "@shopify/polaris",
      "@shopify/polaris-icons",
      "@shopify/shopify-app-remix/react",
      "react-dom",
      "zod",
    ],
  },
});
