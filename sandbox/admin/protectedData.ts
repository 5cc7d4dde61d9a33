/**
 * Protected customer data: level 1 covers every object that speaks of a customer, level 2 is asked for in four groups.
 */
export const approvals = ["customer", "name", "email", "phone", "address"] as const;
export type Approval = (typeof approvals)[number];

const levelOneTypes = new Set(["AbandonedCheckout", "Customer", "Order"]);

const levelTwoFields: Record<string, Approval> = {
  "Customer.displayName": "name",
  "Customer.email": "email",
  "Customer.firstName": "name",
  "Customer.lastName": "name",
  "Customer.phone": "phone",
  "CustomerEmailAddress.emailAddress": "email",
  "CustomerPhoneNumber.phoneNumber": "phone",
  "MailingAddress.address1": "address",
  "MailingAddress.address2": "address",
  "MailingAddress.firstName": "name",
  "MailingAddress.formatted": "address",
  "MailingAddress.lastName": "name",
  "MailingAddress.latitude": "address",
  "MailingAddress.longitude": "address",
  "MailingAddress.name": "name",
  "MailingAddress.phone": "phone",
  "MailingAddress.zip": "address",
  "Order.email": "email",
  "Order.phone": "phone",
  "Order.statusPageUrl": "address",
};

/** The level 2 group that a field belongs to (the schema's `isProtected` fields), or undefined. */
export function fieldApproval(parentType: string, field: string): Approval | undefined {
  return levelTwoFields[`${parentType}.${field}`];
}

/** Whether a type is customer data at all (level 1). */
export function isCustomerData(type: string): boolean {
  return levelOneTypes.has(type);
}
