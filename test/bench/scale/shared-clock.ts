/** Milliseconds of the machine's monotonic clock, the same in all processes: that of the load's trace. */
export function sharedClockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
