/** Whether a page stays and only its address's search changes: a matter of what it shows, not of what it has loaded. */
export function isSearchOnly({
  currentUrl,
  nextUrl,
}: {
  readonly currentUrl: URL;
  readonly nextUrl: URL;
}): boolean {
  return currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
}
