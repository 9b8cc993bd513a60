// Package ssh serves the console to the network: the same screen, the same verbs, and lines of text
// for those who hear a screen instead of seeing it.
//
// What it promises: nobody is in without a public key that the site enrolled and whose person may act
// now, and nobody is ever the box itself. Nothing runs here but the console's own verbs: no shell, no
// program, no file, no forwarding, no subsystem, no agent. A session has a seat of its person at the hub,
// which never waits for it, and bounded buffers: one that stalls, floods or lies costs itself.
//
// Two limits are not the library's. Its idle timeout counts what we write, and a screen writes by itself:
// instead a client is asked whether it is there, and a screen at which nobody types is left. And ten
// seconds to shake hands are few for a passphrase: whoever shows a key that counts has a minute.
//
// Reading order: server.go (the door), serving.go (when it is open), core/gate (who may knock), auth.go (who may
// come in), algorithms.go, hostkey.go, conn.go (a connection, and for how long), channel.go (what a
// client may ask of a session), session.go (who is there), then what they get: console.go, verb.go,
// line.go; and signed.go, through which every wish of theirs goes.
package ssh
