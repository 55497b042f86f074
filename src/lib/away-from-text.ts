import type { AwayFrom } from '../model/drill.ts';

/** What a drill takes clients away from, as it is written. */
export const AWAY_FROM_FORM = 'site:NAME, pool:NAME or endpoint:POOL/NAME';

/** Reads it; undefined where the text is none. */
export function readAwayFrom(text: string): AwayFrom | undefined {
  const [, kind, first = '', second] = /^(site|pool|endpoint):([\w-]+)(?:\/([\w-]+))?$/.exec(text) ?? [];
  if ((kind === 'endpoint') !== (second !== undefined)) return undefined;
  if (kind === 'site') return { kind, site: first };
  if (kind === 'pool') return { kind, pool: first };
  return second === undefined ? undefined : { kind: 'endpoint', pool: first, endpoint: second };
}

/** As it is written. */
export function writeAwayFrom(awayFrom: AwayFrom): string {
  switch (awayFrom.kind) {
    case 'site':
      return `site:${awayFrom.site}`;
    case 'pool':
      return `pool:${awayFrom.pool}`;
    case 'endpoint':
      return `endpoint:${awayFrom.pool}/${awayFrom.endpoint}`;
  }
}
