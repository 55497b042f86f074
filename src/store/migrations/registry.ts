import { intents } from './001-intents.ts';
import { verdicts } from './002-verdicts.ts';
import { resolutions } from './003-resolutions.ts';
import { tokens } from './004-tokens.ts';
import { maintenance } from './005-maintenance.ts';
import { flaps } from './006-flaps.ts';
import { vantages } from './007-vantages.ts';
import { overrideTtl } from './008-override-ttl.ts';
import { drains } from './009-drains.ts';
import { drills } from './010-drills.ts';
import { events } from './011-events.ts';
import { audit } from './012-audit.ts';
import { ratios } from './013-ratios.ts';
import { webhooks } from './014-webhooks.ts';
import { tokenZones } from './015-token-zones.ts';
import { brakes } from './016-brakes.ts';
import { shifts } from './017-shifts.ts';
import type { Migration } from './migration.ts';

/** Every step of the schema, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  intents,
  verdicts,
  resolutions,
  tokens,
  maintenance,
  flaps,
  vantages,
  overrideTtl,
  drains,
  drills,
  events,
  audit,
  ratios,
  webhooks,
  tokenZones,
  brakes,
  shifts,
];
