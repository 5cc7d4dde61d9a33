import type { RequestHandler } from "express";

import { log } from "~/state/log.server";
import { answering, type RequestFacts, shopField } from "~/state/requestFacts.server";

/** Addresses of this app are shorter; anybody may send one that is not. */
const longestPath = 200;

/**
 * One line for each request once its answer is out, or its sender gone. Of the address only the path: the query carries
 * session tokens inside the admin, and what was typed into a search.
 */
export const accessLog: RequestHandler = (request, response, next) => {
  const facts: RequestFacts = { shop: null };
  const { method, path } = request;
  const startedAt = performance.now();
  response.on("close", () => {
    const line = {
      method,
      path: path.slice(0, longestPath),
      status: response.writableFinished ? response.statusCode : null,
      ms: Math.round(performance.now() - startedAt),
    };
    answering(facts, () => {
      log().info({ ...line, ...shopField() }, response.writableFinished ? "Answered." : "The sender left.");
    });
  });
  answering(facts, next);
};
