import type { Option } from 'commander';
import { EVENT_KINDS, EVENT_LEVELS } from '../model/event.ts';
import { flag, listFlag, switchFlag } from './options.ts';

/** Which events are wanted: of `events` and `history`. */
export function eventFilterFlags(): Option[] {
  return [
    listFlag('--zone <zone>', 'events of this zone alone; may be given several times'),
    listFlag('--kind <kind>', `events of this kind alone (${EVENT_KINDS.join(', ')}); may be given several times`),
    flag('--level <level>', 'events of this level and above').choices(EVENT_LEVELS),
  ];
}

/** What `events` takes besides. */
export function eventsFlags(): Option[] {
  return [
    flag('--limit <n>', 'begin with the last so many').default('20'),
    switchFlag('--follow', 'then show what changes, as it changes, until Ctrl-C'),
  ];
}

/** What `history` takes besides. */
export function historyFlags(): Option[] {
  return [
    flag('--target <target>', 'events about this and what is below it, such as example.com/web-hangzhou'),
    flag('--author <author>', 'events whose author has this in it: a name, or the id of a token'),
    flag('--text <text>', 'events that have this in their message or target'),
    flag('--since <when>', 'not before this: an RFC 3339 time, or how long ago, such as 2h'),
    flag('--until <when>', 'before this: an RFC 3339 time, or how long ago'),
    flag('--limit <n>', 'show so many at the most').default('50'),
  ];
}
