package profile

import (
	"encoding/binary"
	"slices"
)

// Advert is what a lock says to everybody in earshot, in clear and unproven: a hint when to
// connect, and never a basis for a decision. A lock that was given a key for it seals it instead;
// see SealAdvert.
type Advert struct {
	Version  uint8  // 1; another one's bytes mean something else, and are passed over
	Sequence uint16 // goes on with each journal entry and each change of Flags; a difference means: fetch
	Flags    Flags
	Serial   Serial
}

// Flags are hints. Bits that this version does not name are kept as they came.
type Flags uint16

const (
	FlagRequest     Flags = 1 << iota // somebody waits for a verdict
	FlagDoorOpen                      //
	flagAjar                          // reserved
	FlagTamper                        //
	FlagLocked                        // clear: unlocked, or unknown
	FlagHeld                          // office mode
	FlagBatteryLow                    //
	FlagFault                         // jammed, or the memory cannot be written
	FlagClockUnset                    //
	flagTable                         // reserved
	FlagPairing                       // the pairing window is open
	FlagJournalFull                   // three quarters are not acknowledged
)

func (f Flags) Has(g Flags) bool { return f&g == g }

const (
	adFlags         = 0x01
	adServiceData   = 0x21 // 128-bit UUID, then data (Core Specification Supplement A 1.11)
	serviceDataSize = 10
)

// ServiceData is the ten bytes of our own: version (4 bits) ‖ 0 (4 bits), sequence u16, flags 0
// to 7, flags 8 to 15, a reserved 0, serial 4 bytes.
func (a Advert) ServiceData() []byte {
	b := []byte{a.Version << 4}
	b = binary.BigEndian.AppendUint16(b, a.Sequence)
	b = append(b, byte(a.Flags), byte(a.Flags>>8), 0)
	return append(b, a.Serial[:]...)
}

// Bytes is the whole advertisement, 31 bytes.
func (a Advert) Bytes() []byte { return advertisement(a.ServiceData()) }

// advertisement: general discoverable, no BR/EDR; service data.
func advertisement(serviceData []byte) []byte {
	b := []byte{2, adFlags, 0x06, 1 + 16 + serviceDataSize, adServiceData}
	return append(append(b, serviceLE...), serviceData...)
}

// ParseAdvert finds ours in what was heard: any bytes at all. ok is false for everybody else's,
// and for a sealed one. Service data that is longer than ours is read as far as we know it.
func ParseAdvert(raw []byte) (a Advert, ok bool) {
	b := ourServiceData(raw)
	if len(b) < serviceDataSize || b[0]>>4 != Version {
		return a, false
	}
	a.Version = b[0] >> 4
	a.Sequence = binary.BigEndian.Uint16(b[1:])
	a.Flags = Flags(b[3]) | Flags(b[4])<<8
	copy(a.Serial[:], b[6:])
	return a, true
}

// ourServiceData is what follows our service's UUID; nil where there is none.
func ourServiceData(raw []byte) []byte {
	for len(raw) > 1 && raw[0] != 0 { // a zero length ends the data early
		n := int(raw[0])
		if n > len(raw)-1 {
			return nil
		}
		kind, data := raw[1], raw[2:1+n]
		raw = raw[1+n:]
		if kind == adServiceData && len(data) >= 16 && slices.Equal(data[:16], serviceLE) {
			return data[16:]
		}
	}
	return nil
}

var serviceLE = GATT.Service.LittleEndian()
