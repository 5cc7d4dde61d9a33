import { GraphQLError } from "graphql";

const SCOPES_PAGE = "https://shopify.dev/api/usage/access-scopes";
const PROTECTED_DATA_PAGE = "https://shopify.dev/docs/apps/launch/protected-customer-data";

/** What the schema offers and this sandbox does not answer: an error, never a made-up value. */
export function notImplemented(what: string): GraphQLError {
  return new GraphQLError(`The sandbox has no implementation of ${what}`, {
    extensions: { code: "SANDBOX_NOT_IMPLEMENTED" },
  });
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}

export function invalidGlobalId(id: string): GraphQLError {
  const explanation = `Invalid global id '${id}'`;
  return new GraphQLError(explanation, {
    extensions: { code: "INVALID_VARIABLE", value: id, problems: [{ path: [], explanation }] },
  });
}

export function scopeMissing(field: string, scope: string): GraphQLError {
  const requiredAccess = `\`${scope}\` access scope.`;
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: { code: "ACCESS_DENIED", documentation: SCOPES_PAGE, requiredAccess },
  });
}

export function userRightMissing(field: string, scope: string, right: string): GraphQLError {
  const requiredAccess = `\`${scope}\` access scope. Also: The user must have ${right} permission.`;
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: { code: "ACCESS_DENIED", documentation: SCOPES_PAGE, requiredAccess },
  });
}

export function fieldNotApproved(field: string): GraphQLError {
  return new GraphQLError(
    `This app is not approved to use the ${field} field. See ${PROTECTED_DATA_PAGE} for more details.`,
    { extensions: { code: "ACCESS_DENIED", documentation: PROTECTED_DATA_PAGE } },
  );
}

export function objectNotApproved(type: string): GraphQLError {
  return new GraphQLError(
    `This app is not approved to access the ${type} object. See ${PROTECTED_DATA_PAGE} for more details.`,
    { extensions: { code: "ACCESS_DENIED", documentation: PROTECTED_DATA_PAGE } },
  );
}
