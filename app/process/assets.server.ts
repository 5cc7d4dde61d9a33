import path from "node:path";

import type { ServerBuild } from "@remix-run/node";
import express, { type RequestHandler } from "express";

/** Only files are answered with; whatever else there may be below a path is for the routes. */
const filesOnly = { index: false, redirect: false } as const;

/**
 * The files of the browser's build. Those in `assets` carry a hash of their content in their name and never change; the
 * others (the icon) are asked for again after an hour.
 */
export function assets({ publicPath, assetsBuildDirectory }: ServerBuild): RequestHandler {
  const hashed = path.join(assetsBuildDirectory, "assets");
  const router = express.Router();
  router.use(`${publicPath}assets`, express.static(hashed, { ...filesOnly, immutable: true, maxAge: "1y" }));
  router.use(publicPath, express.static(assetsBuildDirectory, { ...filesOnly, maxAge: "1h" }));
  return router;
}
