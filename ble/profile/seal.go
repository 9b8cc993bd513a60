package profile

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"

	"localiq/ble"
)

// A sealed advertisement has version 2 and, in the place of version 1's nine bytes, mac 4 ‖
// cipher 5 of plain = sequence u24 ‖ flags 0-7 ‖ flags 8-15. The mac is over the address that it
// is sent from and the plain; the keystream is made of address and mac. So one frame tells
// nothing about the next, and each is good from one address only.
const (
	sealedVersion = 2
	sealedHead    = sealedVersion << 4
	macSize       = 4
	plainSize     = serviceDataSize - 1 - macSize
	maxSequence   = 1<<24 - 1
)

// SealAdvert is the whole advertisement, 31 bytes. Of seq the low 24 bits are told.
func SealAdvert(key [32]byte, from ble.Addr, seq uint32, f Flags) []byte {
	plain := binary.BigEndian.AppendUint32(nil, seq&maxSequence)[1:]
	plain = append(plain, byte(f), byte(f>>8))
	mac := sealMAC(key, from, plain)
	return advertisement(append(append([]byte{sealedHead}, mac...), sealStream(key, from, mac, plain)...))
}

// OpenAdvert reads what SealAdvert makes, among anything that was heard from that address. ok is
// false for every other key, address and byte. Whether the sequence is new is the caller's to
// say; see SequenceAfter.
func OpenAdvert(key [32]byte, from ble.Addr, raw []byte) (seq uint32, f Flags, ok bool) {
	b := ourServiceData(raw)
	if len(b) != serviceDataSize || b[0] != sealedHead {
		return 0, 0, false
	}
	mac := b[1 : 1+macSize]
	plain := sealStream(key, from, mac, b[1+macSize:])
	if !hmac.Equal(mac, sealMAC(key, from, plain)) {
		return 0, 0, false
	}
	return uint32(plain[0])<<16 | uint32(plain[1])<<8 | uint32(plain[2]), Flags(plain[3]) | Flags(plain[4])<<8, true
}

// Sealed is true for an advertisement that is ours and sealed, by whatever key.
func Sealed(raw []byte) bool {
	b := ourServiceData(raw)
	return len(b) == serviceDataSize && b[0] == sealedHead
}

// SequenceAfter is true when b is a or comes after it, round the end of 24 bits. What comes
// before was heard already: it is a recording.
func SequenceAfter(a, b uint32) bool { return (b-a)&maxSequence < (maxSequence+1)/2 }

func sealMAC(key [32]byte, from ble.Addr, plain []byte) []byte {
	return sealSum(key, "mac", from, plain)[:macSize]
}

// sealStream covers, and uncovers.
func sealStream(key [32]byte, from ble.Addr, mac, in []byte) []byte {
	out := sealSum(key, "key", from, mac)[:plainSize]
	for i := range out {
		out[i] ^= in[i]
	}
	return out
}

func sealSum(key [32]byte, what string, from ble.Addr, b []byte) []byte {
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte(what))
	kind := byte(0)
	if from.Random {
		kind = 1
	}
	m.Write([]byte{kind})
	m.Write(from.MAC[:])
	m.Write(b)
	return m.Sum(nil)
}
