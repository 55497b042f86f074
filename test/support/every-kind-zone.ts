/** A master file of example.com with every kind of thing that can be asked for. */
export const EVERY_KIND_MASTER = `$TTL 300
@ SOA ns1 hostmaster 2024010101 3600 600 604800 60
@ NS ns1
@ NS ns2.example.net.
@ MX 10 mail
@ MX 20 mail2.example.net.
@ TXT "v=spf1 mx -all" "second string"
@ CAA 0 issue "ca.example.net"
ns1 A 192.0.2.53
ns1 AAAA 2001:db8::53
mail A 192.0.2.25
host A 192.0.2.80
host AAAA 2001:db8::80
_sip._udp SRV 10 60 5060 host
alias CNAME middle
middle CNAME host
away CNAME www.example.net.
*.wild A 192.0.2.81
old DNAME new
host.new A 192.0.2.82
sub NS ns.sub
sub NS ns.example.net.
ns.sub A 192.0.2.54
ns.sub AAAA 2001:db8::54
odd TYPE65280 \\# 4 0a000001
below.empty A 192.0.2.83
${Array.from({ length: 40 }, (_, i) => `big TXT "${String(i).padStart(2, '0')} ${'x'.repeat(60)}"`).join('\n')}
${Array.from({ length: 40 }, (_, i) => `many A 198.51.100.${i + 1}`).join('\n')}
`;

/** Its steering: endpoints without a monitor, which are up for ever. */
export const EVERY_KIND_YAML = `
sites: { cn: { country: CN }, us: { country: US } }
pools:
  cn: { site: cn, endpoints: { a: 192.0.2.10, b: "2001:db8::10" } }
  us: { site: us, endpoints: { a: 192.0.2.20 } }
  cdn: { site: us, endpoints: { a: target.example.net } }
records:
  www: { ttl: 30s, steer: { geo: { "country:CN": cn, default: us } } }
  cdn: { ttl: 30s, steer: cdn }
`;
