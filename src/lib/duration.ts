const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of a duration such as `500ms`, `10s`, `1h30m`, `30d`; undefined where it is not one. */
export function parseDurationMs(text: string): number | undefined {
  if (!/^(\d+(ms|[smhdw]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[smhdw])/g)) total += Number(amount) * UNIT_MS[unit!]!;
  return Number.isSafeInteger(total) ? total : undefined;
}

/** The shortest exact writing of a duration in milliseconds: `1500` is `1500ms`, `90000` is `90s`, `3600000` is `1h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  for (const unit of ['w', 'd', 'h', 'm', 's']) {
    if (durationMs % UNIT_MS[unit]! === 0) return `${durationMs / UNIT_MS[unit]!}${unit}`;
  }
  return `${durationMs}ms`;
}
