// Package repeater is a radio on another box, reached over the network as if it were in this one.
//
//	hub ── ble.Several ── radio.Supervisor ═══ TLS 1.3 ═══ Box ── radio process ── HCI
//	             Posts ────────────┘       (through up to two more boxes)
//
// Posts is the hub's side: a supervisor for each repeater of the configuration, and the pairing
// of a new one. Box is the repeater's side, `localiq radio --listen`: it lets its one hub in,
// starts a radio process for each of its connections, and carries bytes to the boxes behind it.
//
// Who is who. Each box has an Ed25519 key of its own; the hub's is in its vault. A certificate
// is only the key's clothing: the two sides compare raw keys, nobody signs for anybody, and no
// date in it counts, since neither box need have a clock. What is wanted is the protocol that
// the handshake agrees on (ALPN), so that nobody but the hub gets past the handshake:
//
//	localiq-radio/1   box: 00, then package radio's frames both ways.
//	localiq-tunnel/1  hub: length u8 ‖ host:port; box: answer u8, and after 00 bytes both ways.
//	localiq-pair/1    hub: proof 32; box: answer u8, and after 00 proof 32.
//
// Pairing. A box without a hub shows a setup code (128 random bits, new at each start) to
// whoever stands at it. Both sides prove that they know it by an HMAC over both public keys,
// under a key that is derived from the code and from this very TLS session's secrets: in a
// session with somebody in between the two ends have two keys. So the code needs no secrecy once
// it was used, a wrong guess teaches nothing, and there are 2^128 of them: attempts cost a
// second, and need no count that a passer-by could use to lock the owner out. The code is good
// for one hub; that hub may repeat it, for an answer that the network lost.
//
// Layers. A box behind another one is reached by TLS inside TLS: the one in front carries bytes
// that it cannot read. It carries them only to addresses that its operator named: a hub that
// was taken over does not get a way into every network in which a repeater stands.
//
// Reading order: key.go, code.go, talk.go (what is said), box.go and session.go (the repeater),
// reach.go, pair.go and posts.go (the hub), said.go (what people are told).
package repeater
