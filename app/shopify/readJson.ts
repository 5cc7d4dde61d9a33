import { readBody } from "./readBody";

/**
 * The JSON of a request's body; undefined where it is none.
 *
 * @throws {Response} 413 where the body is larger than `maxBytes`.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const body = await readBody(request, maxBytes);
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
