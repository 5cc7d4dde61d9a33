import {
  getNamedType,
  isInterfaceType,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLTypeResolver,
} from "graphql";

import { paginate, type ConnectionArgs } from "./connections";
import type { AdminContext } from "./context";
import {
  fieldNotApproved,
  notImplemented,
  objectNotApproved,
  scopeMissing,
  userRightMissing,
} from "./errors";
import { fieldApproval, isCustomerData } from "./protectedData";
import { abandonedCheckoutFields } from "./resolvers/abandonedCheckouts";
import { bulkOperationFields } from "./resolvers/bulkOperations";
import { customerFields } from "./resolvers/customers";
import { orderFields } from "./resolvers/orders";
import { productFields } from "./resolvers/products";
import { shopFields } from "./resolvers/shop";
import { webhookFields } from "./resolvers/webhookSubscriptions";
import type { ConnectionTable, ResolverTable } from "./resolvers/table";
import { isGranted, requiredScope, requiredUserRight } from "./scopes";
import type { SortedRows } from "./sortedRows";

type Args = Record<string, unknown>;

/** How one field of the schema is answered; the same for a direct query and for a bulk operation. */
export interface FieldPlan {
  /** Refused by a missing scope or an approval that was not given: the error, or undefined. */
  refusal(context: AdminContext): Error | undefined;
  /** A refusal of the field's value alone (protected data), not of the object. */
  readonly isProtected: boolean;
  read(source: unknown, args: Args, context: AdminContext): unknown;
  /** For a connection: its rows before paging. */
  rows?: (source: unknown, args: Args, context: AdminContext) => SortedRows;
  /** Whether `read` looks at arguments; if not, giving one is an error. */
  readonly takesArguments: boolean;
}

const sections: { fields: ResolverTable; connections?: ConnectionTable }[] = [
  shopFields,
  customerFields,
  orderFields,
  productFields,
  abandonedCheckoutFields,
  bulkOperationFields,
  webhookFields,
];
const resolvers: ResolverTable = Object.assign({}, ...sections.map(({ fields }) => fields)) as ResolverTable;
const connections: ConnectionTable = Object.assign(
  {},
  ...sections.map((section) => section.connections ?? {}),
) as ConnectionTable;

const plans = new WeakMap<GraphQLField<unknown, unknown>, FieldPlan>();

/** The plan of a field of an object type, made once. */
export function fieldPlan(parentType: string, field: GraphQLField<unknown, unknown>): FieldPlan {
  let plan = plans.get(field);
  if (!plan) {
    plan = createPlan(parentType, field);
    plans.set(field, plan);
  }
  return plan;
}

/** Refuses an argument that the plan would not look at: it would change Shopify's answer and not this one. */
export function refuseUnreadArguments(plan: FieldPlan, parentType: string, node: FieldNode): void {
  const argument = plan.takesArguments ? undefined : node.arguments?.[0];
  if (argument) {
    throw notImplemented(`the argument "${argument.name.value}" of ${parentType}.${node.name.value}`);
  }
}

/** graphql-js's default resolver: scopes, approvals, then the table, then the store object's own property. */
export const resolveField: GraphQLFieldResolver<unknown, AdminContext, Args> = (
  source,
  args,
  context,
  info,
) => {
  const field = info.parentType.getFields()[info.fieldName];
  if (!field) throw notImplemented(`${info.parentType.name}.${info.fieldName}`);
  const plan = fieldPlan(info.parentType.name, field);
  const refusal = plan.refusal(context);
  if (refusal) throw refusal;
  for (const node of info.fieldNodes) refuseUnreadArguments(plan, info.parentType.name, node);
  return plan.read(source, args, context);
};

/** The type of an object behind an interface or a union, from its global id. */
export const resolveType: GraphQLTypeResolver<unknown, AdminContext> = (
  value,
  context,
  info,
  abstractType,
) => {
  const id: unknown = typeof value === "object" && value !== null && "id" in value ? value.id : undefined;
  const type = typeof id === "string" ? /^gid:\/\/shopify\/(\w+)\//.exec(id)?.[1] : undefined;
  if (!type)
    throw notImplemented(`${isInterfaceType(abstractType) ? "interface" : "union"} ${abstractType.name}`);
  const scope = requiredScope(info.parentType.name, info.fieldName, type);
  if (scope && !isGranted(context.shop.scopes, scope)) throw scopeMissing(info.fieldName, scope);
  const right = requiredUserRight(info.parentType.name, info.fieldName, type);
  if (scope && right && !context.shop.userRights.has(right))
    throw userRightMissing(info.fieldName, scope, right);
  if (isCustomerData(type) && !context.shop.approvals.has("customer")) throw objectNotApproved(type);
  return type;
};

function createPlan(parentType: string, field: GraphQLField<unknown, unknown>): FieldPlan {
  const path = `${parentType}.${field.name}`;
  const returnType = getNamedType(field.type).name.replace(/Connection$/, "");
  const scope = requiredScope(parentType, field.name, returnType);
  const right = requiredUserRight(parentType, field.name, returnType);
  const approval = fieldApproval(parentType, field.name);
  const isData = isCustomerData(returnType);
  const list = connections[path];
  // A connection sorts only its own rows.
  const rows: FieldPlan["rows"] =
    list && ((source, args, context) => list(source as never, args as never, context) as SortedRows);
  const resolver = resolvers[path];

  function refusal({ shop }: AdminContext): Error | undefined {
    if (scope && !isGranted(shop.scopes, scope)) return scopeMissing(field.name, scope);
    if (scope && right && !shop.userRights.has(right)) return userRightMissing(field.name, scope, right);
    if (isData && !shop.approvals.has("customer")) return objectNotApproved(returnType);
    if (approval && !shop.approvals.has(approval)) return fieldNotApproved(field.name);
    return undefined;
  }

  function read(source: unknown, args: Args, context: AdminContext): unknown {
    if (rows) return paginate(rows(source, args, context), args as ConnectionArgs);
    if (resolver) return resolver(source as never, args as never, context);
    if (typeof source !== "object" || source === null || !Object.hasOwn(source, field.name)) {
      throw notImplemented(path);
    }
    return (source as Record<string, unknown>)[field.name];
  }

  return {
    refusal,
    isProtected: approval !== undefined,
    read,
    ...(rows && { rows }),
    takesArguments: rows !== undefined || resolver !== undefined,
  };
}
