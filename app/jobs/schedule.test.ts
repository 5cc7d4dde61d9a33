import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryState } from "~/state/testing/temporaryState";

import { type Schedule, type ScheduledCheck, startSchedule } from "./schedule.server";

vi.mock("~/state/log.server", async () => {
  const { pino } = await import("pino");
  const silent = pino({ level: "silent" });
  return { log: () => silent };
});

let temporary: Awaited<ReturnType<typeof temporaryState>>;
let db: State;
let started: Schedule[];

beforeAll(async () => {
  temporary = await temporaryState();
  db = await temporary.open();
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  started = [];
  await db.lease.deleteMany();
});
afterEach(() => Promise.all(started.map((schedule) => schedule.stop())));

const rarely = 3_600_000;
const often = 10;

function start(checks: ScheduledCheck[], everyMs: number, at = db): Schedule {
  const schedule = startSchedule({ db: at, checks, everyMs, now: () => new Date("2026-11-01T12:00:00Z") });
  started.push(schedule);
  return schedule;
}

function check(name: string, run: ScheduledCheck["run"] = () => Promise.resolve()) {
  return { name, run: vi.fn(run) };
}

test("a check runs at once and again and again, and is told the time", async () => {
  const looking = check("looking");
  start([looking], often);
  await vi.waitFor(() => {
    expect(looking.run.mock.calls.length).toBeGreaterThanOrEqual(3);
  });
  expect(looking.run).toHaveBeenCalledWith(new Date("2026-11-01T12:00:00Z"));
});

test("of all processes one runs a check in each round", async () => {
  const looking = check("looking");
  const markers = [check("first process"), check("second process")];
  for (const marker of markers) start([looking, marker], rarely, await temporary.open());
  await vi.waitFor(() => {
    for (const marker of markers) expect(marker.run).toHaveBeenCalledOnce();
  });
  expect(looking.run).toHaveBeenCalledOnce();
});

test("the check of a process that died is taken over in the next round", async () => {
  const until = new Date(Date.now() + 100);
  await db.lease.create({ data: { name: "schedule looking", holder: "killed", until } });
  const looking = check("looking");
  start([looking], often);
  await vi.waitFor(() => {
    expect(looking.run).toHaveBeenCalled();
  });
  expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
});

test("a check that fails keeps neither others nor its own next run from happening", async () => {
  const failing = check("failing", () => Promise.reject(new Error("no")));
  const looking = check("looking");
  start([failing, looking], often);
  await vi.waitFor(() => {
    expect(failing.run.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(looking.run.mock.calls.length).toBeGreaterThanOrEqual(2);
  });
});

test("stopped, it waits for the check under way and runs no other", async () => {
  let finish: () => void = () => undefined;
  const events: string[] = [];
  const slow = check("slow", async () => {
    await new Promise<void>((resolve) => (finish = resolve));
    events.push("finished");
  });
  const next = check("next");
  const schedule = start([slow, next], often);
  await vi.waitFor(() => {
    expect(slow.run).toHaveBeenCalled();
  });
  const stopped = schedule.stop().then(() => events.push("stopped"));
  finish();
  await stopped;
  expect(events).toEqual(["finished", "stopped"]);
  expect(next.run).not.toHaveBeenCalled();
});
