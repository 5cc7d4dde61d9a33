/** Whether a scope is among those that were granted. Shopify lists a write scope without the read scope that it contains. */
export function holdsScope(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));
}
