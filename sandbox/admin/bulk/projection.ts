import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";

import type { AdminContext } from "../context";
import { notImplemented } from "../errors";
import { fieldPlan, refuseUnreadArguments, type FieldPlan } from "../fields";

/**
 * A bulk query compiled once, so that each row costs a walk over plain functions: graphql-js's own execution of the same
 * selection, which builds a path and arguments for every field of every row, is several times slower. Both answer a
 * field by the same {@link FieldPlan}.
 */
export interface Projection {
  fields: ProjectedField[];
  connections: ProjectedConnection[];
}

interface ProjectedField {
  key: string;
  plan: FieldPlan;
  args: Record<string, unknown>;
  isList: boolean;
  /** Of a leaf: how its value is checked and written. */
  leaf?: GraphQLLeafType;
  object?: Projection;
}

export interface ProjectedConnection {
  plan: FieldPlan;
  args: Record<string, unknown>;
  node: Projection;
}

export type JsonRow = Record<string, unknown>;

/** Compiles the top-level connection of a validated bulk query (fragments already inlined). */
export function compileConnection(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  node: FieldNode,
): ProjectedConnection {
  const { field, plan, args } = compileField(parent, node);
  const connection = getNamedType(field.type);
  const edges = selectionOf(node.selectionSet, "edges");
  const row = selectionOf(edges?.selectionSet, "node");
  if (!isObjectType(connection) || !plan.rows || !row?.selectionSet) {
    throw notImplemented(`${parent.name}.${node.name.value} in a bulk query`);
  }
  const rowType = schema.getType(connection.name.replace(/Connection$/, ""));
  if (!isObjectType(rowType)) throw notImplemented(`a bulk query over ${connection.name}`);
  return { plan, args, node: compileSelection(schema, rowType, row.selectionSet) };
}

/** A row's own fields, without its nested connections. Throws what refuses a field, other than a protected one. */
export function project(projection: Projection, source: unknown, context: AdminContext): JsonRow {
  const row: JsonRow = {};
  for (const field of projection.fields) row[field.key] = projectField(field, source, context);
  return row;
}

function projectField(field: ProjectedField, source: unknown, context: AdminContext): unknown {
  const refusal = field.plan.refusal(context);
  if (refusal) {
    if (field.plan.isProtected) return null;
    throw refusal;
  }
  const value = field.plan.read(source, field.args, context);
  if (value === null || value === undefined) return null;
  if (field.isList) return (value as unknown[]).map((item) => projectValue(field, item, context));
  return projectValue(field, value, context);
}

function projectValue(field: ProjectedField, value: unknown, context: AdminContext): unknown {
  if (value === null) return null;
  if (field.object) return project(field.object, value, context);
  return field.leaf?.serialize(value);
}

function compileSelection(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  selectionSet: SelectionSetNode,
): Projection {
  const projection: Projection = { fields: [], connections: [] };
  addSelections(projection, schema, parent, selectionSet);
  return projection;
}

function addSelections(
  projection: Projection,
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  selectionSet: SelectionSetNode,
): void {
  for (const selection of selectionSet.selections) {
    if (selection.directives?.length) throw notImplemented("directives in a bulk query");
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? parent.name;
      if (condition !== parent.name) throw notImplemented(`a fragment on ${condition} within ${parent.name}`);
      addSelections(projection, schema, parent, selection.selectionSet);
    } else if (selection.kind === Kind.FIELD) {
      addField(projection, schema, parent, selection);
    }
  }
}

function addField(
  projection: Projection,
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  node: FieldNode,
): void {
  const { field, plan, args } = compileField(parent, node);
  const type = getNamedType(field.type);
  if (type.name.endsWith("Connection")) {
    projection.connections.push(compileConnection(schema, parent, node));
    return;
  }
  const common = {
    key: node.alias?.value ?? node.name.value,
    plan,
    args,
    isList: isListType(getNullableType(field.type)),
  };
  if (isLeafType(type)) {
    projection.fields.push({ ...common, leaf: type });
  } else if (isObjectType(type) && node.selectionSet) {
    const object = compileSelection(schema, type, node.selectionSet);
    if (object.connections.length > 0)
      throw notImplemented(`a connection within ${parent.name}.${field.name}`);
    projection.fields.push({ ...common, object });
  } else {
    throw notImplemented(`${parent.name}.${field.name} in a bulk query`);
  }
}

function compileField(
  parent: GraphQLObjectType,
  node: FieldNode,
): { field: GraphQLField<unknown, unknown>; plan: FieldPlan; args: Record<string, unknown> } {
  const field = parent.getFields()[node.name.value];
  if (!field) throw notImplemented(`${parent.name}.${node.name.value} in a bulk query`);
  const plan = fieldPlan(parent.name, field);
  refuseUnreadArguments(plan, parent.name, node);
  return { field, plan, args: getArgumentValues(field, node) };
}

function selectionOf(selectionSet: SelectionSetNode | undefined, name: string): FieldNode | undefined {
  return selectionSet?.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.name.value === name,
  );
}
