import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** A single query may ask for no more points than this. */
export const MAX_QUERY_COST = 1000;

const OBJECT_COST = 1;
/** Of an empty connection; recorded answers show 2 for `first: 0`, 3 for `first: 1`. */
const CONNECTION_COST = 2;
/** Payload included: recorded mutations cost 10 whatever they select. */
const MUTATION_COST = 10;

interface Pricing {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
}

/** Stands for "not executed yet": a connection then costs what its first/last allows. */
const UNKNOWN = Symbol("not executed");

/**
 * Points that a query asks for, computed before it runs: scalars 0, an object 1, a connection 2 and `first`/`last` times
 * its node, a mutation 10. A plain list counts as one object, but `nodes` as one for each id.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  return operationCost(schema, document, operation, variables, UNKNOWN);
}

/** Points that the answered `data` is worth: as {@link requestedCost}, with the nodes that really came. */
export function actualCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data: unknown,
): number {
  return operationCost(schema, document, operation, variables, data ?? null);
}

function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data: unknown,
): number {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  if (operation.operation === OperationTypeNode.MUTATION)
    return operation.selectionSet.selections.length * MUTATION_COST;
  return selectionCost({ schema, fragments, variables }, root, operation.selectionSet, data);
}

function selectionCost(
  pricing: Pricing,
  parent: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
  data: unknown,
): number {
  let common = 0;
  // Of an interface or union only one of the typed fragments can apply: the dearest counts.
  let dearestFragment = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      common += fieldCost(pricing, parent, selection, data);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : pricing.fragments.get(selection.name.value);
    if (!fragment) continue;
    const condition = fragment.typeCondition?.name.value;
    const type = condition ? pricing.schema.getType(condition) : parent;
    if (!isCompositeType(type)) continue;
    const cost = selectionCost(pricing, type, fragment.selectionSet, data);
    if (isObjectType(parent)) common += cost;
    else dearestFragment = Math.max(dearestFragment, cost);
  }
  return common + dearestFragment;
}

function fieldCost(pricing: Pricing, parent: GraphQLCompositeType, node: FieldNode, data: unknown): number {
  const field = fieldOf(parent, node.name.value);
  const type = field && getNamedType(field.type);
  if (!field || !isCompositeType(type) || !node.selectionSet) return 0;
  const value = data === UNKNOWN ? UNKNOWN : property(data, node.alias?.value ?? node.name.value);
  if (type.name.endsWith("Connection")) {
    return CONNECTION_COST + connectionCost(pricing, type, node, field, value);
  }
  if (parent.name === "QueryRoot" && field.name === "nodes")
    return nodesCost(pricing, type, node, field, value);
  const isList = isListType(getNullableType(field.type));
  return (
    OBJECT_COST +
    (value === null ? 0 : selectionCost(pricing, type, node.selectionSet, isList ? UNKNOWN : value))
  );
}

/** Objects asked for by their ids: each is one, whatever became of it. */
function nodesCost(
  pricing: Pricing,
  type: GraphQLCompositeType,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  value: unknown,
): number {
  const each = (row: unknown): number =>
    OBJECT_COST +
    (row === null ? 0 : selectionCost(pricing, type, node.selectionSet as SelectionSetNode, row));
  if (Array.isArray(value)) return value.reduce<number>((sum, row) => sum + each(row), 0);
  const { ids } = getArgumentValues(field, node, pricing.variables);
  return (Array.isArray(ids) ? ids.length : 0) * each(UNKNOWN);
}

function connectionCost(
  pricing: Pricing,
  type: GraphQLCompositeType,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  value: unknown,
): number {
  const args = getArgumentValues(field, node, pricing.variables);
  const size = Number(args.first ?? args.last ?? 0);
  let nodes = 0;
  let other = 0;
  for (const selection of node.selectionSet?.selections ?? []) {
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) continue;
    const name = selection.name.value;
    const rowField = fieldOf(type, name);
    const rowType = rowField && getNamedType(rowField.type);
    if ((name === "edges" || name === "nodes") && isCompositeType(rowType)) {
      const rowCost = (row: unknown): number =>
        (name === "nodes" ? OBJECT_COST : 0) +
        selectionCost(pricing, rowType, selection.selectionSet as SelectionSetNode, row);
      const rows = value === UNKNOWN ? UNKNOWN : property(value, selection.alias?.value ?? name);
      const cost =
        rows === UNKNOWN
          ? size * rowCost(UNKNOWN)
          : (Array.isArray(rows) ? rows : []).reduce<number>((sum, row) => sum + rowCost(row), 0);
      // The same rows, selected twice, are fetched once.
      nodes = Math.max(nodes, cost);
    } else {
      other += fieldCost(pricing, type, selection, value);
    }
  }
  return nodes + other;
}

function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return "getFields" in parent ? parent.getFields()[name] : undefined;
}

function property(data: unknown, key: string): unknown {
  return typeof data === "object" && data !== null ? ((data as Record<string, unknown>)[key] ?? null) : null;
}
