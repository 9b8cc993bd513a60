package nuki

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ID is a lock's own number, as in the name that phones show.
type ID uint32

func (id ID) String() string { return fmt.Sprintf("%08X", uint32(id)) }

// ErrID: what was typed is not in it, a PIN may be.
var ErrID = errors.New("nuki: a Nuki ID has eight digits from 0 to 9 and A to F, as in Nuki_2F3A6B01")

// ParseID reads eight hex digits, with or without "Nuki_" in front and whatever stands between.
func ParseID(s string) (ID, error) {
	s = strings.NewReplacer(" ", "", ":", "", "_", "", "-", "").Replace(strings.ToLower(s))
	b, err := hex.DecodeString(strings.TrimPrefix(s, "nuki"))
	if err != nil || len(b) != 4 {
		return 0, ErrID
	}
	return ID(binary.BigEndian.Uint32(b)), nil
}

// Name is what a lock calls itself over the air.
func (id ID) Name() string { return "Nuki_" + id.String() }

// Advert is one advertisement of a Nuki: from anybody in earshot, unproven, a hint. There are
// three kinds, and a lock alternates between them.
type Advert struct {
	ID      ID         // 0: this one does not say
	Beacon  bool       // it is one; else Changed and Power say nothing
	Changed bool       // something has, since the Bridge last read the states
	Power   uint8      // as measured at one metre, without the bit that is Changed
	Pairing Generation // somebody has held the button; GenerationUnknown: this one does not say
}

// ParseAdvert finds a Nuki's in what was heard: any bytes at all. ok is false for everybody
// else's, and for the kind that a lock sends to HomeKit.
//
// Of the pairing kind only the service is known to be published; it is not read for an ID. Who
// it is the name says, if it is heard, or the beacon of the same address; the Config of a lock,
// read after the pairing, proves it.
func ParseAdvert(raw []byte) (a Advert, ok bool) {
	for kind, data := range structures(raw) {
		switch kind {
		case adManufacturer:
			ok = a.beacon(data) || ok
		case adServiceData:
			ok = a.service(data) || ok
		case adName, adShortName:
			ok = a.name(string(data)) || ok
		}
	}
	return a, ok
}

// Bytes is an advertisement of the pairing kind if Pairing says so, and else a beacon.
func (a Advert) Bytes() []byte {
	b := []byte{2, adFlags, 0x06} // general discoverable, no BR/EDR
	if a.Pairing != GenerationUnknown {
		b = append(b, 1+16+4, adServiceData)
		b = append(b, littleEndian(pairingService(a.Pairing))...)
		return binary.BigEndian.AppendUint32(b, uint32(a.ID)) // ours: a real one's is not known
	}
	b = append(b, 1+beaconSize, adManufacturer)
	b = append(b, beaconHead...)
	b = append(b, Keyturner[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(a.ID))
	power := a.Power &^ 1
	if a.Changed {
		power |= 1
	}
	return append(b, power)
}

// NameAdvert is what a lock answers to whoever scans actively.
func NameAdvert(id ID) []byte {
	n := id.Name()
	return append([]byte{byte(1 + len(n)), adName}, n...)
}

const (
	adFlags        = 0x01
	adShortName    = 0x08
	adName         = 0x09
	adServiceData  = 0x21 // 128-bit UUID, then data (Core Specification Supplement A 1.11)
	adManufacturer = 0xff

	beaconSize = 25
)

// beaconHead: Apple, an iBeacon, 21 bytes.
var beaconHead = []byte{0x4c, 0x00, 0x02, 0x15}

// beacon: 4C00 0215 ‖ the keyturner service ‖ ID, big-endian ‖ power.
func (a *Advert) beacon(b []byte) bool {
	if len(b) != beaconSize || !bytes.Equal(b[:4], beaconHead) || !bytes.Equal(b[4:20], Keyturner[:]) {
		return false
	}
	a.ID = ID(binary.BigEndian.Uint32(b[20:]))
	a.Beacon, a.Changed, a.Power = true, b[24]&1 == 1, b[24]&^1
	return true
}

func (a *Advert) service(b []byte) bool {
	if len(b) < 16 {
		return false
	}
	for _, g := range []Generation{Classic, Fifth} {
		if bytes.Equal(b[:16], littleEndian(pairingService(g))) {
			a.Pairing = g
			return true
		}
	}
	return false
}

func (a *Advert) name(s string) bool {
	if len(s) != len("Nuki_")+8 || !strings.HasPrefix(s, "Nuki_") {
		return false
	}
	id, err := ParseID(s)
	if err != nil {
		return false
	}
	a.ID = id
	return true
}

func pairingService(g Generation) [16]byte {
	if g == Fifth {
		return FifthPairing
	}
	return ClassicPairing
}

// littleEndian is a UUID as it is on the air.
func littleEndian(u [16]byte) []byte {
	b := make([]byte, 16)
	for i := range u {
		b[15-i] = u[i]
	}
	return b
}

// structures are the AD structures up to the first that is cut short (Core Spec Vol 3 Part C 11).
func structures(raw []byte) func(func(byte, []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		for len(raw) > 1 && raw[0] != 0 { // a zero length ends the data early
			n := int(raw[0])
			if n > len(raw)-1 || !yield(raw[1], raw[2:1+n]) {
				return
			}
			raw = raw[1+n:]
		}
	}
}
