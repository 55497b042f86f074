import fc from 'fast-check';
import { test } from 'vitest';
import { pool, record, steering } from '../steering/declare.ts';
import { exampleZone, serve, zone } from './serve.ts';

const LABELS = ['a', 'b', 'c', 'd', 'e'] as const;
const NAMES = LABELS.flatMap(label => ['example.com', 'example.net'].map(apex => `${label}.${apex}`));
const NAME = fc.constantFrom(...NAMES, 'x.d.example.com', 'x.e.example.net');
/** What a name leads to: `d` and `e` are DNAMEs, so that circles go through names made of them; some of the others are steered. */
const TARGETS = fc.record({
  net: fc.array(NAME, { minLength: 5, maxLength: 5 }),
  com: fc.array(NAME, { minLength: 5, maxLength: 5 }),
  more: NAME,
});

/** Two zones full of aliases, in which most ways lead in a circle. */
function maze({ net, com, more }: { net: string[]; com: string[]; more: string }) {
  const line = (i: number, target: string) => `${LABELS[i]} ${i < 3 ? 'CNAME' : 'DNAME'} ${target}.`;
  const head = '$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.53\n';
  const pools = [pool('one', [com[1]!, more]), pool('two', [com[2]!])];
  const steered = steering(pools, [record('b', 'one'), record('c', 'two')]);
  return serve([
    exampleZone(`${[0, 3, 4].map(i => line(i, com[i]!)).join('\n')}\n`, steered),
    zone('example.net.', head + net.map((target, i) => line(i, target)).join('\n')),
  ]);
}

test('no answer has two aliases of one name, or a record twice, whatever leads where', () => {
  fc.assert(
    fc.property(TARGETS, targets => {
      const served = maze(targets);
      for (const name of [...NAMES, 'x.d.example.com', 'y.x.e.example.net', 'X.D.example.NET']) {
        const { answers } = served.ask(`${name}.`, 'A');
        const aliases = answers.filter(line => line.includes(' CNAME ')).map(line => line.split(' ')[0]!.toLowerCase());
        const lines = answers.map(line => line.toLowerCase());
        if (new Set(aliases).size < aliases.length || new Set(lines).size < lines.length)
          throw new Error(`${name}:\n${answers.join('\n')}`);
      }
    }),
    { numRuns: 300 },
  );
});
