package profile

import "localiq/ble"

// GATT is the service of a Local IQ lock, in the order of the constants RX, TX and Info.
var GATT = ble.GATT{
	Service: ble.MustUUID("75a80001-9e50-40b8-b43d-2253bbabd523"),
	Chars: []ble.UUID{
		ble.MustUUID("75a80002-9e50-40b8-b43d-2253bbabd523"),
		ble.MustUUID("75a80003-9e50-40b8-b43d-2253bbabd523"),
		ble.MustUUID("75a80004-9e50-40b8-b43d-2253bbabd523"),
	},
	Notify: []ble.Char{TX},
}

// About is the value of the Info characteristic.
type About struct {
	Version uint8  `cbor:"1,keyasint"`
	Serial  Serial `cbor:"2,keyasint"`
	Model   string `cbor:"3,keyasint,omitempty"`
	Pairing bool   `cbor:"4,keyasint,omitempty"` // the window is open
}

// Bytes is the value as it is read.
func (a About) Bytes() []byte {
	b, err := encoding.Marshal(a)
	if err != nil {
		panic("profile: about: " + err.Error()) // no field of it can fail
	}
	return b
}
