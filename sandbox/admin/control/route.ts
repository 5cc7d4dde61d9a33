import type { z } from "zod";

import type { SandboxState, ShopState } from "../state";

interface ControlRoute<Body> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/sandbox/shops/<shop>`; `:number` stands for the number of a global id. */
  path: string;
  body: z.ZodType<Body>;
  run: (state: SandboxState, shop: ShopState, body: Body, number: string) => unknown;
}

/** One endpoint, its body's type checked against its schema and then forgotten. */
export interface AnyControlRoute extends ControlRoute<unknown> {
  /** What the path is matched with; the number is its one group. */
  readonly pattern: RegExp;
}

export function route<Body>(
  method: ControlRoute<Body>["method"],
  path: string,
  body: z.ZodType<Body>,
  run: ControlRoute<Body>["run"],
): AnyControlRoute {
  return {
    method,
    path,
    pattern: new RegExp(`^${path.replace(":number", "(\\d+)")}$`),
    body,
    run: (state, shop, input, number) => run(state, shop, input as Body, number),
  };
}

/** As {@link route}, for something that is done to one object of a type: it gets the global id. */
export function routeTo<Body>(
  type: string,
  method: ControlRoute<Body>["method"],
  path: string,
  body: z.ZodType<Body>,
  run: (state: SandboxState, shop: ShopState, id: string, body: Body) => unknown,
): AnyControlRoute {
  return route(method, path, body, (state, shop, input, number) =>
    run(state, shop, `gid://shopify/${type}/${number}`, input),
  );
}
