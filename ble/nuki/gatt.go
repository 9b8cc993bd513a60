package nuki

// Generation says which of the two ways of pairing a lock has, and with it the width of its
// admin PIN and whether it can say "changed" in its advertisement.
type Generation uint8

const (
	GenerationUnknown Generation = 0
	Classic           Generation = 1 // generations 1 to 4: four digits, a Bridge, the changed bit
	Fifth             Generation = 5 // Ultra, 5th generation, Go from firmware 5 on: six digits, no bit
)

func (g Generation) String() string {
	switch g {
	case Classic:
		return "generations 1 to 4"
	case Fifth:
		return "5th generation"
	}
	return "unknown generation"
}

// The services and characteristics, big-endian as they are printed [API p.5-7]. In the two
// pairing services the one characteristic carries everything; in the keyturner service GDIO is
// plaintext (error reports), USDIO encrypted. All of them indicate, and forget at the end of a
// connection who had subscribed.
var (
	Initialization = uuid(0xe0, 0x00) // of a lock that was never set up; advertised only
	ClassicPairing = uuid(0xe1, 0x00)
	ClassicGDIO    = uuid(0xe1, 0x01)
	FifthPairing   = uuid(0xe3, 0x00)
	FifthGDIO      = uuid(0xe3, 0x01)
	Keyturner      = uuid(0xe2, 0x00)
	GDIO           = uuid(0xe2, 0x01)
	USDIO          = uuid(0xe2, 0x02)
)

// MTU that a link needs so that the largest write of ours (set config) goes in one. A write that
// does not fit must not be cut: a lock takes each write for a message of its own.
const MTU = 185

// IndicationSize is how many bytes a lock puts into one indication, whatever the MTU [API p.5].
const IndicationSize = 20

// uuid is a92eXXYY-5501-11e4-916c-0800200c9a66, of which the vendor varies the two.
func uuid(x, y byte) [16]byte {
	return [16]byte{0xa9, 0x2e, x, y, 0x55, 0x01, 0x11, 0xe4, 0x91, 0x6c, 0x08, 0x00, 0x20, 0x0c, 0x9a, 0x66}
}
