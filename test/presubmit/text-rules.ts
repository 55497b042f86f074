import { readSourceText } from './source-text.ts';
import { lineAt, type SourceTree, type Violation } from './source-tree.ts';

/** Something that must not be written in some files. */
interface TextRule {
  readonly pattern: RegExp;
  /** Paths that the rule holds for, and those among them that it does not. */
  readonly files: RegExp;
  readonly except?: RegExp;
  /** Whether to look at everything, or only at code, without comments, literals and regular expressions. */
  readonly look: 'all' | 'code';
  readonly rule: string;
}

/** The engines that get time and chance handed in. */
const PURE = /^src\/(?:health|resolve|steering|ttl|answer|control|zone|config|model|geo)\/.*\.ts$/;
const SOURCE = /^(?:src|probes)\/.*\.ts$/;
const CODE = /\.(?:ts|js|mjs)$/;
const OWN_TEXT = /^(?!package-lock\.json$|LICENSE$).*$/;
/** The rules themselves and their own tests have to write down what they forbid. */
const RULES = /^test\/presubmit\//;

const TEXT_RULES: readonly TextRule[] = [
  { look: 'code', files: SOURCE, except: /^src\/config\//, pattern: /\bprocess\.env\b/g, rule: 'only src/config reads the environment' },
  {
    look: 'all',
    files: SOURCE,
    except: /^src\/config\//,
    pattern: /\benv\b[^;'"]*\bfrom\s*['"](?:node:)?process['"]/g,
    rule: 'only src/config reads the environment',
  },
  {
    look: 'code',
    files: PURE,
    pattern: /\b(?:Date\.now|performance\.now|setTimeout|setInterval|setImmediate|new Date\(\))/g,
    rule: 'time comes in as an argument (src/lib/clock.ts)',
  },
  {
    look: 'all',
    files: PURE,
    pattern: /['"](?:node:)?timers(?:\/promises)?['"]/g,
    rule: 'time comes in as an argument (src/lib/clock.ts)',
  },
  { look: 'code', files: PURE, pattern: /\bMath\.random\b/g, rule: 'chance comes in as an argument (src/lib/random.ts)' },
  {
    look: 'code',
    files: SOURCE,
    except: /^src\/(?:cli\/|main\.ts$)/,
    pattern: /\bconsole\.\w+/g,
    rule: 'only the command line prints; the rest logs',
  },
  { look: 'all', files: OWN_TEXT, except: RULES, pattern: /\b(?:TODO|FIXME)\b/g, rule: 'what is begun is finished' },
  { look: 'code', files: CODE, pattern: /\.(?:skip|only|todo)\(/g, rule: 'every test runs' },
  { look: 'code', files: CODE, pattern: /\bas any\b/g, rule: 'types are not silenced' },
  { look: 'all', files: CODE, except: RULES, pattern: /@ts-(?:ignore|nocheck|expect-error)/g, rule: 'the compiler is not silenced' },
  { look: 'all', files: OWN_TEXT, pattern: /(?<![\w.])\/(?:work|root|home|farm)\/[\w.-]*/g, rule: 'no paths of a particular machine' },
  { look: 'all', files: /^/, pattern: /registry\.[\w.-]+\.(?:org|com|net)/g, rule: 'no package registry is named' },
];

/** Finds what must not be written. */
export function forbiddenText(tree: SourceTree): readonly Violation[] {
  return [...tree].flatMap(([file, text]) => {
    const rules = TEXT_RULES.filter(({ files, except }) => files.test(file) && !except?.test(file));
    if (rules.length === 0) return [];
    const code = CODE.test(file) ? readSourceText(text).code : text;
    return rules.flatMap(({ look, pattern, rule }) =>
      [...(look === 'code' ? code : text).matchAll(pattern)].map(match => ({
        file,
        line: lineAt(text, match.index),
        found: match[0],
        rule,
      })),
    );
  });
}
