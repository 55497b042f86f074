/**
 * A process of its own with the store of the directory it is given: `hold` keeps it open, `set` writes an intent, and both then wait to be
 * killed. Tells the parent with `ready`, or with the message of the error.
 */
import type { Intent } from '../../src/model/intent.ts';
import { openStore } from '../../src/store/open.ts';

const [directory, action] = process.argv.slice(2);

const DRAIN: Intent = {
  kind: 'override',
  target: { kind: 'site', zone: 'example.com.', site: 'hangzhou' },
  state: 'drain',
  author: 'ops',
  reason: 'power works',
  createdAtMs: 1,
  expiresAtMs: undefined,
};

try {
  const store = openStore(directory!);
  if (action === 'set') {
    store.intents.change({ set: [DRAIN], release: [] });
    store.verdicts.save([{ target: 'example.com./web/a/web', verdict: 'down', reason: 'embedded: timeout after 2s', sinceMs: 2 }]);
  }
  process.send?.('ready');
  process.on('message', () => {});
} catch (error) {
  process.send?.(error instanceof Error ? `${error.name} ${error.message}` : String(error), () => process.disconnect());
}
