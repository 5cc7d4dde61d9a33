/** Somebody who may have the admin open. */
export interface StaffMember {
  /** Shopify's user id. */
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The staff of every store of the sandbox; the first has the admin open unless another one signs in. */
export const staff: readonly [StaffMember, ...StaffMember[]] = [
  { userId: "42", firstName: "Sandbox", lastName: "Owner" },
  { userId: "43", firstName: "Robin", lastName: "Helper" },
];

export function staffMember(userId: string): StaffMember | undefined {
  return staff.find((member) => member.userId === userId);
}
