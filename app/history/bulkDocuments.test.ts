import { Kind, parse, type SelectionSetNode } from "graphql";
import { expect, it } from "vitest";

import {
  BulkAbandonedCheckoutsDocument,
  BulkCustomersDocument,
  BulkOrdersDocument,
  BulkProductsDocument,
} from "~/shopify/generated/admin";
import { stagedTables, type StagedTableName } from "~/warehouse/loading/columns";

const documents = {
  products: BulkProductsDocument,
  customers: BulkCustomersDocument,
  orders: BulkOrdersDocument,
  abandonedCheckouts: BulkAbandonedCheckoutsDocument,
};

type File = keyof typeof documents;

/** Which tables are filled from which file. */
const tablesOf: Readonly<Record<File, readonly StagedTableName[]>> = {
  products: ["products", "product_collections"],
  customers: ["customers", "customer_metafields"],
  orders: ["orders", "order_lines", "refunds", "fulfillments"],
  abandonedCheckouts: ["abandoned_checkouts", "abandoned_checkout_lines"],
};

/** The nested connection of each file, whose objects are lines of their own. */
const childrenOf: Readonly<Record<File, string>> = {
  products: "collections",
  customers: "metafields",
  orders: "lineItems",
  abandonedCheckouts: "lineItems",
};

/** The leaves of a selection as dotted paths, without the `edges.node` of connections. */
function leaves(selection: SelectionSetNode, prefix = ""): string[] {
  return selection.selections.flatMap((field) => {
    if (field.kind !== Kind.FIELD) throw new Error("Bulk documents are written without fragments.");
    const { value } = field.name;
    const path = value === "edges" || value === "node" ? prefix : `${prefix}${value}.`;
    return field.selectionSet ? leaves(field.selectionSet, path) : [`${prefix}${value}`];
  });
}

function asked(file: File): string[] {
  const [operation] = parse(documents[file].toString()).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("not a query");
  return leaves(operation.selectionSet, "").map((path) => path.replace(`${file}.`, ""));
}

/** Where the loader looks, in the same spelling. */
function read(file: File): string[] {
  const paths = tablesOf[file].flatMap((table) =>
    stagedTables[table].columns
      .map(({ path }) => path.join("."))
      .filter((path) => path !== "__parentId")
      .map((path) => (stagedTables[table].rows === "children" ? `${childrenOf[file]}.${path}` : path)),
  );
  return [...new Set(paths)];
}

it.each(Object.keys(documents) as File[])("asks for exactly what the loader reads of %s", (file) => {
  expect(asked(file).toSorted()).toEqual(read(file).toSorted());
});
