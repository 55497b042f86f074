import { expect, test } from 'vitest';
import { presentRdata } from '../../src/api/rdata.ts';
import { parseType } from '../../src/lib/rr-type.ts';
import { parseText } from '../zone/parse-text.ts';

test.each([
  ['A', '192.0.2.1'],
  ['AAAA', '2001:db8::1'],
  ['NS', 'ns1.example.com.'],
  ['MX', '10 mail.example.com.'],
  ['SRV', '0 5 5060 sip.example.com.'],
  ['TXT', '"plain" "with \\"quotes\\" and \\\\" "\\000\\255" ""'],
  ['SOA', 'ns1.example.com. host.example.com. 2026112301 3600 600 604800 60'],
  ['TYPE65280', '\\# 3 010203'],
  ['TYPE65280', '\\# 0'],
])('%s %s comes back as the master file has it', (type, text) => {
  const { recordSets, findings } = parseText(`@ 60 ${type} ${text}\n`);
  expect(findings).toEqual([]);
  expect(presentRdata(parseType(type)!, recordSets[0]!.rdata[0]!)).toBe(text);
});
