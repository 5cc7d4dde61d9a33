/**
 * Moves this process to another date: `node --import ./sandbox/clock.mjs` with SANDBOX_NOW_OFFSET_MS set. Time keeps
 * flowing, `Date` is ahead of (or behind) the machine's clock by that constant. Timers, performance.now() and file
 * times stay real. The sandbox loads it into itself and into the app, so that neither has a clock switch of its own.
 */
const offsetText = process.env["SANDBOX_NOW_OFFSET_MS"] ?? "0";
const offset = Number(offsetText);
if (offsetText.trim() === "" || !Number.isSafeInteger(offset)) {
  throw new Error(`SANDBOX_NOW_OFFSET_MS must be a whole number of milliseconds, not "${offsetText}".`);
}

const MachineDate = globalThis.Date;
const machineNow = MachineDate.now.bind(MachineDate);
const shiftedNow = () => machineNow() + offset;

/** A proxy and not a subclass, so that `instanceof Date` stays true for dates made by either. */
const ShiftedDate = new Proxy(MachineDate, {
  construct(target, values, newTarget) {
    const moment = values.length === 0 ? [shiftedNow()] : values;
    return Reflect.construct(target, moment, newTarget === ShiftedDate ? target : newTarget);
  },
  apply: () => new MachineDate(shiftedNow()).toString(),
  get: (target, property, receiver) =>
    property === "now" ? shiftedNow : Reflect.get(target, property, receiver),
});

if (offset !== 0) {
  MachineDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;
}
