import { readSourceText } from './source-text.ts';
import { lineAt, type SourceTree, typescriptBelow, type Violation } from './source-tree.ts';

/** Checks every metric that the source names against the conventions of Prometheus. */
export function metricNames(tree: SourceTree): readonly Violation[] {
  return typescriptBelow(tree, 'src', 'probes').flatMap(([file, text]) =>
    readSourceText(text)
      .literals.filter(({ value }) => value.startsWith('meridian_'))
      .flatMap(({ at, value }) => {
        const rule = breach(value, kindAt(text, at));
        return rule === undefined ? [] : [{ file, line: lineAt(text, at), found: value, rule }];
      }),
  );
}

function breach(name: string, kind: string | undefined): string | undefined {
  if (!/^meridian_[a-z0-9_]+$/.test(name) || /__|_$/.test(name)) return 'a metric is meridian_ and lower case words';
  if (/_(?:ms|millis|milliseconds|us|minutes|hours|kb|mb|kib|mib)(?:_|$)/.test(name)) return 'units are _seconds and _bytes';
  if (/_(?:seconds|bytes)_(?!total$)/.test(name)) return 'the unit stands last, or before _total';
  if (kind === 'counter' && !name.endsWith('_total')) return 'a counter ends with _total';
  if (kind === 'gauge' && name.endsWith('_total')) return 'only a counter ends with _total';
  return undefined;
}

/** `counter` or `gauge`: from the call that the name is handed to, or from the `type` of the same object. */
function kindAt(text: string, at: number): string | undefined {
  const call = /\b(counter|gauge)\(\s*$/.exec(text.slice(Math.max(0, at - 40), at));
  const field = /^[^{}]*?\btype:\s*['"](\w+)['"]/.exec(text.slice(at, at + 400));
  return call?.[1] ?? field?.[1];
}
