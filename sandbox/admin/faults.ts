import { z } from "zod";

const times = z.number().int().positive().default(1);
/** Applies only where this top-level field is asked for, such as `orders`. */
const rootField = z.string().optional();
const delayMs = z.number().int().nonnegative().default(1000);

const bulkFault = {
  kind: z.literal("bulk"),
  times,
  rootField,
  afterRows: z.number().int().nonnegative().default(0),
};
const fileFault = { kind: z.literal("bulkFile"), times, rootField };

/** What can be made to go wrong, and how often. The README describes each. */
export const faultSchema = z.union([
  z.strictObject({
    kind: z.literal("graphql"),
    effect: z.enum(["throttle", "http500", "timeout", "malformed"]),
    times,
    rootField,
  }),
  z.strictObject({ kind: z.literal("oauth"), effect: z.enum(["http500", "loseReply"]), times }),
  z.strictObject({
    ...bulkFault,
    effect: z.literal("fail"),
    errorCode: z.enum(["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT"]).default("INTERNAL_SERVER_ERROR"),
  }),
  z.strictObject({ ...bulkFault, effect: z.enum(["expire", "cancel", "hang"]) }),
  z.strictObject({ ...bulkFault, effect: z.literal("slow"), delayMs }),
  z.strictObject({
    ...fileFault,
    effect: z.literal("truncate"),
    bytes: z.number().int().positive().default(20),
  }),
  z.strictObject({
    ...fileFault,
    effect: z.literal("corruptLine"),
    line: z.number().int().nonnegative().default(0),
  }),
  z.strictObject({
    ...fileFault,
    effect: z.literal("dropRows"),
    rows: z.number().int().positive().default(1),
  }),
  z.strictObject({
    ...fileFault,
    effect: z.literal("patchRow"),
    /** Which top-level row, counted from 0 before shuffling. */
    row: z.number().int().nonnegative().default(0),
    set: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    kind: z.literal("webhook"),
    effect: z.enum(["lose", "duplicate"]),
    times,
    topic: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal("webhook"),
    effect: z.literal("late"),
    times,
    topic: z.string().optional(),
    delayMs,
  }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultOf<Kind extends Fault["kind"]> = Extract<Fault, { kind: Kind }>;

/** The oldest waiting fault of a kind that applies here, counted down, or undefined. */
export function takeFault<Kind extends Fault["kind"]>(
  faults: Fault[],
  kind: Kind,
  applies: (fault: FaultOf<Kind>) => boolean = () => true,
): FaultOf<Kind> | undefined {
  const found = faults.find(
    (fault): fault is FaultOf<Kind> => fault.kind === kind && applies(fault as FaultOf<Kind>),
  );
  if (!found) return undefined;
  found.times--;
  if (found.times === 0) faults.splice(faults.indexOf(found), 1);
  return found;
}
