import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

const MAX_BYTES = 65_535;
const MAX_CONNECTIONS = 5;
const MAX_DEPTH = 2;

/** A bulk query that may run, or why it may not, in the words that Shopify was recorded to use. */
export type BulkValidation =
  { document: DocumentNode; rootField: FieldNode; errors?: never } | { errors: [string, ...string[]] };

/** Checks a bulk query against all of Shopify's restrictions. */
export function validateBulkQuery(schema: GraphQLSchema, text: string): BulkValidation {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return { errors: [`Bulk query is too long: it must not exceed ${String(MAX_BYTES)} bytes.`] };
  }
  const parsed = parseQuery(schema, text);
  if ("errors" in parsed) return parsed;
  const { document, operation } = parsed;
  if (operation.operation !== OperationTypeNode.QUERY) {
    return { errors: ["Invalid operation type. Only `query` operations are supported."] };
  }

  const [rootField, ...otherRoots] = operation.selectionSet.selections;
  const errors: string[] = [];
  if (otherRoots.length > 0) errors.push("Bulk queries cannot contain more than one top level field.");
  if (rootField?.kind !== Kind.FIELD) {
    errors.push("Bulk queries must name their top level field directly, not through a fragment.");
  } else if (rootField.name.value === "node" || rootField.name.value === "nodes") {
    errors.push(`Bulk queries cannot contain a top level \`${rootField.name.value}\` field.`);
  }
  errors.push(...connectionErrors(findConnections(schema, document)));
  const [first, ...others] = errors;
  if (first !== undefined) return { errors: [first, ...others] };
  return { document, rootField: rootField as FieldNode };
}

function parseQuery(
  schema: GraphQLSchema,
  text: string,
): { document: DocumentNode; operation: OperationDefinitionNode } | { errors: [string] } {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    const reason = error instanceof GraphQLError ? error.message : String(error);
    return { errors: [`Invalid bulk query: ${reason}`] };
  }
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (!operation || operations.length > 1)
    return { errors: ["Invalid bulk query: it must hold one operation."] };
  if (operation.variableDefinitions?.length)
    return { errors: ["Invalid bulk query: variables are not supported."] };
  const [invalid] = validate(schema, document);
  return invalid ? { errors: [`Invalid bulk query: ${invalid.message}`] } : { document, operation };
}

interface ConnectionUse {
  name: string;
  /** How many connections it lies in. */
  depth: number;
  isInList: boolean;
  usesNodes: boolean;
  hasEdgesNode: boolean;
  holdsConnection: boolean;
  selectsId: boolean;
}

function connectionErrors(uses: ConnectionUse[]): string[] {
  const errors: string[] = [];
  if (uses.length === 0) errors.push("Bulk queries must contain at least one connection.");
  if (uses.length > MAX_CONNECTIONS) {
    errors.push(`Bulk queries cannot contain more than ${String(MAX_CONNECTIONS)} connections.`);
  }
  if (uses.some(({ depth }) => depth > MAX_DEPTH)) {
    errors.push(
      `Bulk queries cannot contain connections with a nesting depth greater than ${String(MAX_DEPTH)}.`,
    );
  }
  if (uses.some(({ isInList }) => isInList)) {
    errors.push("Queries that contain a connection field within a list field are not currently supported.");
  }
  const notEdges = uses.filter(({ usesNodes, hasEdgesNode }) => usesNodes || !hasEdgesNode);
  const [firstNotEdges] = notEdges;
  if (firstNotEdges) {
    errors.push(
      "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: " +
        `'${firstNotEdges.name} { edges { node {'. Selecting via 'nodes' is not supported. ` +
        `Invalid connection fields: ${quoted(notEdges)}.`,
    );
  }
  const withoutId = uses.filter((use) => use.hasEdgesNode && use.holdsConnection && !use.selectsId);
  if (withoutId.length > 0) {
    errors.push(
      "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of " +
        `'ID' return type. Connection fields without 'id': ${withoutId.map(({ name }) => name).join(", ")}.`,
    );
  }
  return errors;
}

const quoted = (uses: ConnectionUse[]): string => uses.map(({ name }) => `'${name}'`).join(", ");

/** Every use of a connection, in the order in which they are written. Fragments are followed where they are spread. */
function findConnections(schema: GraphQLSchema, document: DocumentNode): ConnectionUse[] {
  const uses: ConnectionUse[] = [];
  const open: (ConnectionUse | "list" | "field")[] = [];
  const types = new TypeInfo(schema);
  visit(
    inlineFragments(document),
    visitWithTypeInfo(types, {
      Field: {
        enter(node) {
          // As SDL writes it: `[Fulfillment!]!`, `LineItemConnection!`.
          const type = String(types.getType());
          const outer = open.filter((frame): frame is ConnectionUse => typeof frame === "object");
          if (!/Connection!?$/.test(type)) {
            open.push(type.startsWith("[") && node.name.value !== "edges" ? "list" : "field");
            return;
          }
          const parent = outer.at(-1);
          if (parent) parent.holdsConnection = true;
          const use = describe(node, outer.length, open.includes("list"));
          uses.push(use);
          open.push(use);
        },
        leave() {
          open.pop();
        },
      },
    }),
  );
  return uses;
}

function describe(node: FieldNode, depth: number, isInList: boolean): ConnectionUse {
  const row = select(select(node.selectionSet, "edges")?.selectionSet, "node");
  const id = select(row?.selectionSet, "id");
  return {
    name: node.name.value,
    depth,
    isInList,
    usesNodes: select(node.selectionSet, "nodes") !== undefined,
    hasEdgesNode: row !== undefined,
    holdsConnection: false,
    selectsId: id !== undefined && (id.alias === undefined || id.alias.value === "id"),
  };
}

function select(selectionSet: SelectionSetNode | undefined, name: string): FieldNode | undefined {
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD && selection.name.value === name) return selection;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? select(selection.selectionSet, name) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

/** The document's operation with each fragment's selections written where it is spread. */
export function inlineFragments(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const expanded = visit(document, {
    FragmentDefinition: () => null,
    FragmentSpread(spread) {
      const fragment = fragments.get(spread.name.value);
      if (!fragment) return undefined;
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: fragment.typeCondition,
        selectionSet: fragment.selectionSet,
      };
    },
  });
  return expanded;
}
