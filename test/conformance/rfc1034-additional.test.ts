import { describe, expect, test } from 'vitest';
import { exampleZone, serve } from '../answer/serve.ts';
import { pool, record, steering } from '../steering/declare.ts';

const served = serve(
  exampleZone(
    `
mail A 192.0.2.25
mail AAAA 2001:db8::25
other A 192.0.2.26
@ MX 10 mail
@ MX 20 other
@ MX 30 mail.example.net.
srv SRV 1 2 3 mail
svc HTTPS 1 other port=8443
svc HTTPS 2 .
none MX 0 .
steered-mail MX 10 steered
below MX 10 ns.sub
sub NS ns.sub
ns.sub A 192.0.2.54
hidden MX 10 host.moved
moved DNAME example.org.
host.moved A 192.0.2.27
alias CNAME @
wild.w MX 10 mail
*.w MX 10 mail
txt TXT "mail"
${Array.from({ length: 8 }, (_, i) => `many MX ${i} host-${i}\nhost-${i} A 192.0.2.${i}`).join('\n')}
`,
    steering([pool('web', ['192.0.2.9'])], [record('steered', 'web')]),
  ),
);
const MAIL = ['mail.example.com. 3600 A 192.0.2.25', `mail.example.com. 3600 AAAA 20010db8${'0'.repeat(22)}25`];
const OTHER = 'other.example.com. 3600 A 192.0.2.26';

describe('RFC 1034 section 4.3.2 step 6: records that may be useful', () => {
  test.each([
    ['RFC 1035 section 3.3.9: the hosts of MX', 'example.com.', 'MX', [...MAIL, OTHER]],
    ['RFC 1035 section 3.3.11: the name servers of the zone', 'example.com.', 'NS', ['ns.example.com. 3600 A 192.0.2.53']],
    ['RFC 2782: the targets of SRV', 'srv.example.com.', 'SRV', MAIL],
    ['RFC 9460 section 4.1: the targets of HTTPS', 'svc.example.com.', 'HTTPS', [OTHER]],
    ['glue', 'below.example.com.', 'MX', ['ns.sub.example.com. 3600 A 192.0.2.54']],
    ['behind an alias', 'alias.example.com.', 'MX', [...MAIL, OTHER]],
    ['of a wildcard', 'x.w.example.com.', 'MX', MAIL],
  ])('%s', (_, name, type, additionals) => {
    const answer = served.ask(name, type);
    expect(answer).toMatchObject({ rcode: 'NOERROR', authoritative: true, truncated: false, authorities: [], additionals });
  });

  test.each([
    ['no host', 'none.example.com.', 'MX'],
    ['one that is steered, decided when it is asked for', 'steered-mail.example.com.', 'MX'],
    ['one that a DNAME hides', 'hidden.example.com.', 'MX'],
    ['text', 'txt.example.com.', 'TXT'],
  ])('nothing for %s', (_, name, type) => {
    const answer = served.ask(name, type);
    expect(answer.answers).toHaveLength(1);
    expect(answer.additionals).toEqual([]);
  });

  test('RFC 2181 section 9: left out all together where they do not fit, without TC', () => {
    const whole = served.ask('many.example.com.', 'MX');
    expect(whole.additionals).toHaveLength(8);
    for (let limit = whole.length - 1; limit >= whole.length - 8 * 16; limit--) {
      expect(served.ask('many.example.com.', 'MX', { limit })).toMatchObject({ truncated: false, answers: whole.answers, additionals: [] });
    }
    expect(served.ask('many.example.com.', 'MX', { limit: 100 })).toMatchObject({ truncated: true, answers: [] });
  });
});
