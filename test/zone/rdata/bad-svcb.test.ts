import { expect, test } from 'vitest';
import { parseText, show } from '../parse-text.ts';

/** A text, and every finding it must give, at its place. */
const CASES: readonly (readonly [text: string, ...findings: string[]])[] = [
  ['a 60 HTTPS 1', '1:13: error: a.example.com HTTPS: target is missing, expected a domain name'],
  [
    'a 60 HTTPS 0 b alpn=h2',
    '1:12: error: a.example.com HTTPS: priority 0 makes an alias, expected no parameters (RFC 9460 section 2.4.2)',
  ],
  [
    'a 60 HTTPS 1 . alpn=',
    '1:16: error: a.example.com HTTPS: parameter "alpn=": expected protocol names of 1 to 255 octets with commas between',
  ],
  [
    'a 60 HTTPS 1 . alpn',
    '1:16: error: a.example.com HTTPS: parameter "alpn": expected protocol names of 1 to 255 octets with commas between',
  ],
  ['a 60 HTTPS 1 . alpn=h2 alpn=h3', '1:24: error: a.example.com HTTPS: parameter alpn stands here twice, expected each once'],
  ['a 60 HTTPS 1 . key1=h2 alpn=h3', '1:16: error: a.example.com HTTPS: parameter "key1=h2": expected octets that are right for alpn'],
  [
    'a 60 HTTPS 1 . foo=1',
    '1:16: error: a.example.com HTTPS: parameter "foo" is not known, expected a key of RFC 9460 or key0 to key65534',
  ],
  [
    'a 60 HTTPS 1 . key65535=x',
    '1:16: error: a.example.com HTTPS: parameter "key65535" is not known, expected a key of RFC 9460 or key0 to key65534',
  ],
  [
    'a 60 HTTPS 1 . key01=x',
    '1:16: error: a.example.com HTTPS: parameter "key01" is not known, expected a key of RFC 9460 or key0 to key65534',
  ],
  ['a 60 HTTPS 1 . port=65536', '1:16: error: a.example.com HTTPS: parameter "port=65536": expected a number from 0 to 65535'],
  ['a 60 HTTPS 1 . port', '1:16: error: a.example.com HTTPS: parameter "port": expected a number from 0 to 65535'],
  [
    'a 60 HTTPS 1 . ipv4hint=192.0.2',
    '1:16: error: a.example.com HTTPS: parameter "ipv4hint=192.0.2": expected IPv4 addresses with commas between',
  ],
  ['a 60 HTTPS 1 . ipv4hint=', '1:16: error: a.example.com HTTPS: parameter "ipv4hint=": expected IPv4 addresses with commas between'],
  [
    'a 60 HTTPS 1 . ipv6hint=192.0.2.1',
    '1:16: error: a.example.com HTTPS: parameter "ipv6hint=192.0.2.1": expected IPv6 addresses with commas between',
  ],
  ['a 60 HTTPS 1 . ech=*', '1:16: error: a.example.com HTTPS: parameter "ech=*": expected Base64 (RFC 4648)'],
  ['a 60 HTTPS 1 . no-default-alpn=x', '1:16: error: a.example.com HTTPS: parameter "no-default-alpn=x": expected no value'],
  [
    'a 60 HTTPS 1 . no-default-alpn',
    '1:12: error: a.example.com HTTPS: no-default-alpn stands alone, expected alpn with it (RFC 9460 section 7.1.1)',
  ],
  [
    'a 60 HTTPS 1 . mandatory=port',
    '1:12: error: a.example.com HTTPS: mandatory names port, expected it among the parameters (RFC 9460 section 8)',
  ],
  [
    'a 60 HTTPS 1 . mandatory=mandatory',
    '1:16: error: a.example.com HTTPS: parameter "mandatory=mandatory": expected keys with commas between, each once, not mandatory itself',
  ],
  [
    'a 60 HTTPS 1 . mandatory=port,port port=1',
    '1:16: error: a.example.com HTTPS: parameter "mandatory=port,port": expected keys with commas between, each once, not mandatory itself',
  ],
  [
    'a 60 HTTPS 1 . mandatory=foo',
    '1:16: error: a.example.com HTTPS: parameter "mandatory=foo": expected keys with commas between, each once, not mandatory itself',
  ],
  ['a 60 HTTPS 1 . key3=x', '1:16: error: a.example.com HTTPS: parameter "key3=x": expected octets that are right for port'],
  ['a 60 HTTPS 1 . alpn="h2', '1:21: error: a.example.com: quoted string is not closed on its line'],
  ['a 60 HTTPS 1 . alpn="\\999"', '1:22: error: a.example.com HTTPS: escape "\\999" is not \\DDD from \\000 to \\255'],
  [
    'a 60 HTTPS 1 . alpn=h2\\\\',
    '1:16: error: a.example.com HTTPS: parameter "alpn=h2\\\\": expected protocol names of 1 to 255 octets with commas between',
  ],
  ['a 60 HTTPS 1 . dohpath', '1:16: error: a.example.com HTTPS: parameter "dohpath": expected a URI template'],
  ['a 60 HTTPS 1 . ohttp=1', '1:16: error: a.example.com HTTPS: parameter "ohttp=1": expected no value'],
  ['a 60 HTTPS 1 . "alpn=h2"', '1:16: error: a.example.com HTTPS: parameter is "alpn=h2", expected key or key=value, not in quotes'],
  [
    'a 60 HTTPS 1 . alpn=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    '1:16: error: a.example.com HTTPS: parameter "alpn=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": expected protocol names of 1 to 255 octets with commas between',
  ],
];

test.each(CASES)('%j', (text, ...expected) => {
  const found = parseText(text).findings.map(show);
  expect(found.map(line => line.replace(/^test\.zone:/, ''))).toEqual(expected);
});
