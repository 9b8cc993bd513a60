package profile

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"reflect"
	"testing"

	"localiq/ble"
	"localiq/core"
)

type sealedVector struct {
	Key, Address string
	Random       bool // the address is a random one
	Sequence     uint32
	Flags        uint16
	Plain, Bytes string
}

// tableVector is one table, from its credentials to its hash.
type tableVector struct {
	Key     string
	Keys    []keyVector
	OpenFor uint64
	First   bool
	// Rows, Schedules and Zone are CBOR, as in a TablePut and as they are hashed.
	Rows, Schedules, Zone []messageVector
	Parts                 []string // SHA-256, of which PartHash is the first 8 bytes
	Hash                  string
	Puts                  []messageVector // all that bring it to a lock without a table
	Times                 []timeVector
}

type keyVector struct {
	Kind             uint8
	Credential, Hash string
	Part             uint8
}

// timeVector: whether row Row of the table (in its order) opens at UTC (ms), if the lock met its
// hub SinceHub ms ago. Clock false: the lock's is not set.
type timeVector struct {
	Row      int
	UTC      int64
	Clock    bool
	SinceHub int64
	Opens    bool
	Because  string
}

type firmwareVector struct {
	MakerPrivate, MakerPublic string // Ed25519: the seed, the key
	Head, Means, Body         string
}

func makeSealed() (out []sealedVector) {
	other := ble.Addr{MAC: [6]byte{0xc0, 0xff, 0xee, 0, 0, 1}}
	for _, c := range []struct {
		from  ble.Addr
		seq   uint32
		flags Flags
	}{{testAddr, 0x123456, FlagRequest | FlagLocked}, {testAddr, 0x123457, FlagLocked}, {other, 0x123457, FlagLocked}, {testAddr, maxSequence, FlagHeld | FlagJournalFull}} {
		plain := []byte{byte(c.seq >> 16), byte(c.seq >> 8), byte(c.seq), byte(c.flags), byte(c.flags >> 8)}
		out = append(out, sealedVector{h(testAdvertKey[:]), h(c.from.MAC[:]), c.from.Random, c.seq, uint16(c.flags), h(plain),
			h(SealAdvert(testAdvertKey, c.from, c.seq, c.flags))})
	}
	return out
}

func makeTable(t *testing.T) (v tableVector) {
	image := testImage()
	v.Key, v.OpenFor, v.First = h(image.Key), uint64(image.OpenFor), image.First
	for _, k := range []struct {
		kind       core.KeyKind
		credential []byte
	}{{core.KeyTag, []byte{0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6}}, {core.KeyPIN, []byte("481630")}, {core.KeyTag, []byte{0xde, 0xad, 0xbe, 0xef}}} {
		hash := HashKey(image.Key, k.kind, k.credential)
		v.Keys = append(v.Keys, keyVector{uint8(k.kind), h(k.credential), h(hash[:]), PartOf(hash)})
	}
	item := func(name string, x any) messageVector {
		b := written(x)
		return messageVector{Name: name, CBOR: h(b), Means: diagnose(t, b)}
	}
	for _, r := range image.Rows {
		v.Rows = append(v.Rows, item("row", r))
	}
	for _, s := range image.Schedules {
		v.Schedules = append(v.Schedules, item("schedule", s))
	}
	for _, o := range image.Zone {
		v.Zone = append(v.Zone, item("offset", o))
	}
	for _, sum := range image.sums() {
		v.Parts = append(v.Parts, h(sum[:]))
	}
	hash := image.Hash()
	v.Hash = h(hash[:])
	empty := (&TableImage{Key: image.Key}).Parts()
	for part, p := range image.Parts() {
		if p != empty[part] {
			for _, put := range image.Puts(uint8(part)) {
				m := item("TablePut", put)
				m.Type = h([]byte{byte(TypeTablePut)})
				v.Puts = append(v.Puts, m)
			}
		}
	}
	v.Times = makeTimes(t, image)
	return v
}

func makeTimes(t *testing.T, image *TableImage) []timeVector {
	row := func(kind core.KeyKind, ref string) int {
		for i, r := range image.Rows {
			if r.Kind == kind && string(r.Ref) == ref {
				return i
			}
		}
		t.Fatal(ref)
		return 0
	}
	tag, pin := row(core.KeyTag, "k-0042"), row(core.KeyPIN, "k-0043")
	return []timeVector{ // written out, not asked of the code
		{tag, 0, false, 0, true, "no time but a lease"},
		{tag, 0, false, 2591999999, true, "the last instant of its lease"},
		{tag, 0, false, 2592000000, false, "its lease is over"},
		{pin, 1795339800000 - 1, true, 0, false, "before from, 2026-11-22T09:30Z"},
		{pin, 1795339800000, true, 0, false, "at from, but a Sunday morning"},
		{pin, ms(t, "2026-11-22T21:00Z"), true, 0, true, "22:00 on Sunday"},
		{pin, ms(t, "2026-11-22T21:00Z"), false, 0, false, "its clock is not set"},
		{pin, ms(t, "2026-11-23T16:59Z") + 59999, true, 0, true, "Monday, 17:59:59.999"},
		{pin, ms(t, "2026-11-24T17:00Z"), true, 0, false, "Tuesday, 18:00"},
		{pin, ms(t, "2026-11-24T12:00Z"), true, 259200000, false, "Tuesday, but its lease is over"},
		{pin, 1795860000000, true, 0, false, "at until, 2026-11-28T10:00Z"},
	}
}

func makeFirmware(t *testing.T) (v firmwareVector) {
	im, err := ParseImage(testImageFile(t))
	if err != nil {
		t.Fatal(err)
	}
	v.MakerPrivate, v.MakerPublic = h(testMaker().Seed()), h(testMaker().Public().(ed25519.PublicKey))
	v.Head, v.Body = h(im.Head), h(im.Body)
	v.Means = diagnose(t, im.Head[imageFore:len(im.Head)-ed25519.SignatureSize])
	return v
}

// TestNewVectorsAreWhatWeHear: the vectors of tables, advertisements and images say to the code
// what the file says that they mean.
func TestNewVectorsAreWhatWeHear(t *testing.T) {
	v := readVectors(t)
	for _, s := range v.Sealed {
		from := ble.Addr{MAC: [6]byte(unh(t, s.Address)), Random: s.Random}
		if seq, f, ok := OpenAdvert([32]byte(unh(t, s.Key)), from, unh(t, s.Bytes)); !ok || seq != s.Sequence || uint16(f) != s.Flags {
			t.Errorf("%+v: %x %x %t", s, seq, f, ok)
		}
	}
	image, stage := testImage(), Stage(nil, testImage().Begin(1))
	for _, p := range v.Table.Puts {
		m, err := decode(append(unh(t, p.Type), unh(t, p.CBOR)...))
		if err != nil {
			t.Fatal(err)
		}
		if err := stage.Put(m.(TablePut)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := stage.Commit(image.Mark(1)); err != nil || !reflect.DeepEqual(got, image) {
		t.Errorf("the puts make %v, %v", got, err)
	}
	for _, c := range v.Table.Times {
		if got := image.Opens(image.Rows[c.Row], c.UTC, c.Clock, Millis(c.SinceHub).Duration()); got != c.Opens {
			t.Errorf("%s: %t", c.Because, got)
		}
	}
	if h, err := OpenHead(unh(t, v.Firmware.MakerPublic), unh(t, v.Firmware.Head)); err != nil || h.Number != 12 {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestTableVectorsByHand: every hash of the file follows from the file's own bytes and the
// document, without the code.
func TestTableVectorsByHand(t *testing.T) {
	v := readVectors(t).Table
	key := unh(t, v.Key)
	for _, k := range v.Keys {
		want := macByHand(key, append([]byte{k.Kind}, unh(t, k.Credential)...))[:16]
		if k.Hash != h(want) || k.Part != want[0]%32 {
			t.Errorf("%+v, by hand %x", k, want)
		}
	}
	check := sha256.Sum256(key)
	table := append([]byte("Local IQ lock table\x01"), check[:4]...)
	table = append(table, 0, 0, 0, 0, byte(v.OpenFor>>24), byte(v.OpenFor>>16), byte(v.OpenFor>>8), byte(v.OpenFor), 1)
	for i, part := range v.Parts {
		text := append([]byte("Local IQ lock table part\x01"), byte(i))
		if i == 32 {
			text = append(text, byte(len(v.Schedules)))
			for _, x := range append(v.Schedules, v.Zone...) {
				text = append(text, unh(t, x.CBOR)...)
			}
		}
		for _, r := range v.Rows {
			b := unh(t, r.CBOR)
			if i < 32 && bytes.HasPrefix(b[1:], []byte{1, 0x50}) && int(b[3])%32 == i { // key 1, 16 bytes: the hash
				text = append(text, b...)
			}
		}
		sum := sha256.Sum256(text)
		if part != h(sum[:]) {
			t.Errorf("part %d is %s, by hand %x", i, part, sum)
		}
		table = append(table, sum[:]...)
	}
	if sum := sha256.Sum256(table); v.Hash != h(sum[:16]) || !v.First {
		t.Errorf("the table is %s, by hand %x", v.Hash, sum[:16])
	}
}

// TestSealedVectorsByHand: the same of the advertisements.
func TestSealedVectorsByHand(t *testing.T) {
	for _, s := range readVectors(t).Sealed {
		from := []byte{0}
		if s.Random {
			from[0] = 1
		}
		from = append(from, unh(t, s.Address)...)
		plain := unh(t, s.Plain)
		mac := macByHand(unh(t, s.Key), append(append([]byte("mac"), from...), plain...))[:4]
		cipher := macByHand(unh(t, s.Key), append(append([]byte("key"), from...), mac...))[:5]
		for i := range cipher {
			cipher[i] ^= plain[i]
		}
		if want := "0201061b2123d5abbb53223db4b840509e0100a87520" + h(mac) + h(cipher); s.Bytes != want {
			t.Errorf("%s, by hand %s", s.Bytes, want)
		}
	}
}
