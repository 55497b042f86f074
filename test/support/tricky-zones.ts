const TIMERS = '1 3600 600 604800 60';
const LABEL = 'l'.repeat(60);

/** Everything at which name servers have been seen to go wrong, in static zones of which some lie below others. */
export const TRICKY_ZONES: Readonly<Record<string, string>> = {
  'example.com': `$TTL 300
@ SOA ns1 hostmaster ${TIMERS}
@ NS ns1
@ NS ns2.example.net.
@ MX 10 mail
@ TXT "apex"
@ A 192.0.2.1
ns1 A 192.0.2.53
ns1 AAAA 2001:db8::53
mail A 192.0.2.25
host A 192.0.2.80
host A 192.0.2.81
host AAAA 2001:db8::80
srv SRV 10 60 5060 host
srv SRV 20 60 5060 gone-host
mailer MX 10 mail
mailer MX 20 ns.sub
mailer MX 30 host.old
mailer MX 40 any.wild
mailer MX 50 mail.example.org.
mailer MX 60 empty
svc HTTPS 1 . alpn=h2
svc HTTPS 2 host port=8443
none MX 0 .
odd TYPE65280 \\# 4 0a000001
brief 5 A 192.0.2.82
below.empty A 192.0.2.83
a.b.c.d.e A 192.0.2.84
case\\.dot A 192.0.2.85

alias CNAME middle
middle CNAME host
gone CNAME nowhere
away CNAME www.example.org.
to-wild CNAME any.wild
to-cut CNAME host.sub
to-cut-itself CNAME sub
to-glue CNAME ns.sub
to-dname CNAME host.old
to-dname-chain CNAME chain.old
to-dname-gone CNAME nope.old
to-dname-itself CNAME old
to-dname-out CNAME x.outside
to-dname-long CNAME ${LABEL}.${LABEL}.long
to-empty CNAME empty
to-apex CNAME @
to-child CNAME www.child
to-child-itself CNAME child
to-child-gone CNAME nope.child

*.wild A 192.0.2.90
there.wild TXT "hides the wildcard"
deep.er.wild A 192.0.2.91
*.cwild CNAME host
*.gwild CNAME nowhere
*.dwild CNAME host.old
*.owild CNAME www.example.org.
*.*.star TXT "a star below a star"
*.ent A 192.0.2.92
x.*.ent TXT "below a wildcard"

old 60 DNAME new
old TXT "beside a DNAME"
host.new A 192.0.2.93
alias.new CNAME host
chain.new CNAME host.older
sub.new NS ns.example.net.
*.wild.new A 192.0.2.94
older DNAME newest
host.newest A 192.0.2.95
outside DNAME example.org.
root DNAME .
long DNAME ${LABEL}.${LABEL}.example.org.
up DNAME x.up

sub NS ns.sub
sub NS ns.sib
sub NS ns1
sub NS ns.example.net.
sub DS 1 8 2 ${'ab'.repeat(32)}
ns.sub A 192.0.2.54
ns.sub AAAA 2001:db8::54
hidden.sub TXT "occluded"
*.sub A 192.0.2.55
sib NS ns.sib
ns.sib A 192.0.2.56
unsigned NS ns.example.net.

child NS ns.child
child NS ns.grand.child
child DS 2 8 2 ${'cd'.repeat(32)}
ns.child A 192.0.2.57
ns.grand.child A 192.0.2.58
hidden.child TXT "another zone answers"
`,
  'child.example.com': `$TTL 120
@ SOA ns host ${TIMERS}
@ NS ns
@ NS ns.grand
@ A 192.0.2.60
up CNAME host.example.com.
over CNAME www.loose.example.com.
ns A 192.0.2.57
www A 192.0.2.61
grand NS ns.grand
ns.grand A 192.0.2.58
*.wild CNAME www
`,
  'loose.example.com': `$TTL 120
@ SOA ns host ${TIMERS}
@ NS ns
ns A 192.0.2.59
www A 192.0.2.63
back CNAME to-dname.example.com.
`,
  'grand.child.example.com': `$TTL 120
@ SOA ns host ${TIMERS}
@ NS ns
ns A 192.0.2.58
www A 192.0.2.62
`,
};
