import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";

type RouteTree = Parameters<typeof matchRoutes>[0];

/** Addresses whose pattern is kept: finding it takes a tenth of the time in which a webhook is answered. Anybody may ask for others. */
const mostKnown = 1_000;

/** What is not below any route: an address that cannot be read. */
const unreadable = "unreadable";

/**
 * Names the route of an address by its pattern (`/app/segments/:id`), so that what is counted by route is counted by few names,
 * whatever addresses are asked for. A page and the data that an open page fetches for it are the same route.
 */
export function routePatterns({ routes, publicPath }: ServerBuild): (pathname: string) => string {
  const tree = childrenOf(undefined, routes);
  const hashed = `${publicPath}assets/`;
  const patternOf = (pathname: string): string => {
    if (pathname.startsWith(hashed)) return `${hashed}*`;
    if (pathname === "/__manifest") return pathname;
    // Asked for such an address, the router would write it to the console.
    if (!canBeDecoded(pathname)) return unreadable;
    const page = pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/");
    const matched = matchRoutes(tree, page) ?? [];
    return `/${matched.flatMap(({ route }) => route.path ?? []).join("/")}`;
  };
  const known = new Map<string, string>();
  return (pathname) => {
    const pattern = known.get(pathname) ?? patternOf(pathname);
    if (known.size < mostKnown) known.set(pathname, pattern);
    return pattern;
  };
}

function childrenOf(parentId: string | undefined, routes: ServerBuild["routes"]): RouteTree {
  return Object.values(routes)
    .filter((route) => route.parentId === parentId)
    .map(({ id, path, index, caseSensitive }) => {
      const own = {
        id,
        ...(path !== undefined && path !== "" && { path }),
        caseSensitive: caseSensitive ?? false,
      };
      return index === true ? { ...own, index: true } : { ...own, children: childrenOf(id, routes) };
    });
}

function canBeDecoded(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}
