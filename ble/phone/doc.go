// Package phone is a digital key's half that is in a pocket: it keeps a key pair and what a hub signed
// for it, listens which lock is nearest, and shows that lock its certificate (docs/lock-profile.md,
// 7.5 and 11.13). It is what an app does, over any ble.Radio.
//
// Reading order: file.go (what a phone keeps), wallet.go (what a hub gave it), choose.go (which lock),
// visit.go (the talk).
package phone
