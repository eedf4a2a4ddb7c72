/**
 * How a router translates UDP, in the words of RFC 3489. `full-cone`: one public port for
 * each local one, and anybody may send to it. `port-restricted`: the same, but only from
 * where something was sent to before. `symmetric`: another public port for each
 * destination. `udp-blocked`: no UDP at all, and TCP as in the others.
 */
export type NATKind = 'full-cone' | 'port-restricted' | 'symmetric' | 'udp-blocked'

/** Returns the nftables rules of a router between its interfaces `lan` and `wan` */
export function natRules (kind: NATKind): string {
  const masquerade = `oifname "wan" masquerade${kind === 'symmetric' ? ' random,fully-random' : ''}`

  return `
table ip nat {
  map mapped {
    type inet_service : ipv4_addr
    flags dynamic,timeout
    timeout 5m
  }
  chain out {
    type nat hook postrouting priority srcnat
${kind === 'full-cone' ? '    oifname "wan" meta l4proto udp update @mapped { udp sport : ip saddr }' : ''}
    ${masquerade}
  }
  chain in {
    type nat hook prerouting priority dstnat
${kind === 'full-cone' ? '    iifname "wan" meta l4proto udp dnat to udp dport map @mapped' : ''}
  }
}
table ip filter {
  # an early packet must vanish: were it refused, its entry would make the router choose another port
  chain input {
    type filter hook input priority filter
    iifname "wan" ct state established,related accept
    iifname "wan" drop
  }
  chain forward {
    type filter hook forward priority filter
${kind === 'udp-blocked' ? '    meta l4proto udp drop' : ''}
    iifname "wan" ct state established,related accept
    iifname "wan" ct status dnat accept
    iifname "wan" drop
  }
}
`
}
