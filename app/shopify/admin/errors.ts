/**
 * What can go wrong with the Admin API. Messages name operations, scopes and error codes; never tokens, variables or data.
 */
export class AdminApiError extends Error {
  override readonly name: string = "AdminApiError";
}

/** Shopify refused a field: a scope is not granted, or protected customer data is not approved. Retrying cannot help. */
export class AccessDeniedError extends AdminApiError {
  override readonly name = "AccessDeniedError";
  constructor(
    operation: string,
    /** The scopes that Shopify's message names; empty where it names none. */
    readonly scopes: readonly string[],
  ) {
    super(
      `Shopify denied access in ${operation}${scopes.length > 0 ? ` (needs ${scopes.join(", ")})` : ""}.`,
    );
  }
}

/** Shopify answered that the request itself is wrong. Retrying cannot help. */
export class RequestRefusedError extends AdminApiError {
  override readonly name = "RequestRefusedError";
}

/** Shopify could not be reached or kept answering with server errors. Retrying later can help. */
export class ShopifyUnavailableError extends AdminApiError {
  override readonly name = "ShopifyUnavailableError";
}

/** The rate limit left no room for minutes. Retrying later can help. */
export class ThrottledTooLongError extends AdminApiError {
  override readonly name = "ThrottledTooLongError";
}

/** The shop no longer accepts our token, a fresh one included: the app was uninstalled or its access was withdrawn. */
export class TokenRejectedError extends AdminApiError {
  override readonly name = "TokenRejectedError";
}

/** The file cannot be had at this address any more (expired or withdrawn): the operation has to be run again. */
export class DownloadGoneError extends AdminApiError {
  override readonly name = "DownloadGoneError";
}

/** What arrived is not what Shopify announced: bytes or lines are missing or too many. */
export class IncompleteFileError extends AdminApiError {
  override readonly name = "IncompleteFileError";
}

/** The connection kept breaking. Retrying later can help; what has arrived is kept. */
export class DownloadInterruptedError extends AdminApiError {
  override readonly name = "DownloadInterruptedError";
}
