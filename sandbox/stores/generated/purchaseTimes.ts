import type { Random } from "../random";

const day = 86_400_000;

/** How much busier a month (January first) and a weekday (Sunday first) is than the average one. */
const monthFactor = [0.82, 0.84, 0.92, 0.95, 1.02, 0.95, 0.88, 0.88, 0.95, 1.05, 1.5, 1.62];
const weekdayFactor = [1.08, 1.1, 1.02, 0.98, 0.96, 0.95, 0.91];
const busiest = Math.max(...monthFactor) * Math.max(...weekdayFactor);

/** Share of a day's orders by local hour, midnight first. */
const hourWeights = [2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 7, 7, 6, 6, 6, 6, 7, 8, 9, 9, 7, 4];
const hourSum = hourWeights.reduce((sum, weight) => sum + weight, 0);

/** Relative demand on the day of a time, between 0 and 1. */
function season(at: number): number {
  const date = new Date(at);
  return ((monthFactor[date.getUTCMonth()] ?? 1) * (weekdayFactor[date.getUTCDay()] ?? 1)) / busiest;
}

/** Moves a time to an hour at which people buy, in the shop's standard time (`utcOffsetHours`), on the same local day. */
function atShoppingHour(random: Random, at: number, utcOffsetHours: number): number {
  const shift = utcOffsetHours * 3_600_000;
  const midnight = Math.floor((at + shift) / day) * day - shift;
  let left = random.uniform() * hourSum;
  let hour = 0;
  while (hour < 23 && left >= (hourWeights[hour] ?? 0)) left -= hourWeights[hour++] ?? 0;
  return midnight + hour * 3_600_000 + random.integer(0, 3_599) * 1000;
}

/** When a customer first comes: more of them every year, and more in busy seasons. */
export function acquisitionTime(random: Random, from: number, until: number, utcOffsetHours: number): number {
  for (;;) {
    const at = from + (until - from) * Math.pow(random.uniform(), 1 / 1.4);
    if (random.uniform() >= season(at)) continue;
    const shopping = atShoppingHour(random, at, utcOffsetHours);
    if (shopping >= from && shopping <= until) return shopping;
  }
}

export interface BuyingHabit {
  /** Purchases a year while the customer is alive, in an average season. */
  yearlyRate: number;
  /** Days from the first purchase until the customer is lost. */
  lifetimeDays: number;
}

/**
 * A buying habit by the Pareto/NBD model (Schmittlein, Morrison and Colombo, 1987): purchase rates are gamma over
 * customers, lost customers leave at rates that are gamma too. The parameters give the shape of a young online shop:
 * three buyers in ten come back.
 */
export function drawHabit(random: Random): BuyingHabit {
  const yearlyRate = random.gamma(0.62, 0.36);
  const dropoutPerDay = random.gamma(0.55, 45);
  return { yearlyRate, lifetimeDays: random.exponential(dropoutPerDay) };
}

/** The times after the first purchase: a Poisson process while alive, thinned by season. */
export function repeatTimes(
  random: Random,
  firstAt: number,
  until: number,
  habit: BuyingHabit,
  utcOffsetHours: number,
): number[] {
  const times: number[] = [];
  const end = Math.min(until, firstAt + habit.lifetimeDays * day);
  // The proposals come at the busiest day's rate, so that thinning leaves the yearly rate in an average season.
  const proposalsPerDay = (habit.yearlyRate / 365) * busiest;
  for (let at = firstAt; ;) {
    at += random.exponential(proposalsPerDay) * day;
    if (!(at < end)) return times;
    if (random.uniform() >= season(at)) continue;
    const shopping = atShoppingHour(random, at, utcOffsetHours);
    if (shopping > firstAt && shopping <= until) times.push(shopping);
  }
}
