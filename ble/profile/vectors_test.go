package profile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"

	"github.com/flynn/noise"
	"github.com/fxamacker/cbor/v2"

	"localiq/core"
)

var update = flag.Bool("update", false, "write testdata/ble/vectors.json anew; a change of it is a change of the profile")

const vectorsFile = "../../testdata/ble/vectors.json"

// vectors is the file, in the order in which a reader needs it. All bytes are hex.
type vectors struct {
	Keys struct {
		HubPrivate, HubPublic, LockPrivate, LockPublic string
		HubEphemeral, LockEphemeral                    string // private halves, of both handshakes
	}
	SetupCode struct{ Serial, Secret, Text, PSK string }
	Prologue  string
	Advert    []advertVector
	About     messageVector
	Messages  []messageVector
	Session   []step // at MTU 247
	Session23 []step // the same at MTU 23
	Pairing   []step // at MTU 23

	Sealed      []sealedVector
	Table       tableVector
	Firmware    firmwareVector
	TableSync   []step // at MTU 247: a lock without a table gets that one, then the same without its first row
	TableSync23 []step // the same at MTU 23

	Digital visitVector
}

type advertVector struct {
	Sequence uint16
	Flags    uint16
	Bytes    string
}

type messageVector struct {
	Name, Type, CBOR, Means string // Means: RFC 8949 diagnostic notation
}

// step is one message of a talk, as it crossed.
type step struct {
	From     string // hub, lock
	Name     string
	Kind     string
	Plain    string // what was sealed: count u16 ‖ type ‖ CBOR; or the payload of a handshake's message
	Body     string // what followed kind on the air
	Segments []string
}

func h(b []byte) string { return hex.EncodeToString(b) }

func unh(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func makeVectors(t *testing.T) (v vectors) {
	hub, lock := testKey(t, "hub"), testKey(t, "lock")
	v.Keys.HubPrivate, v.Keys.HubPublic = PublicKey(hub.Private()).String(), hub.Public.String()
	v.Keys.LockPrivate, v.Keys.LockPublic = PublicKey(lock.Private()).String(), lock.Public.String()
	v.Keys.HubEphemeral, v.Keys.LockEphemeral = h(firstBytes("hub")), h(firstBytes("lock"))
	c := testCode()
	v.SetupCode.Serial, v.SetupCode.Secret = h(c.Serial[:]), h(c.secret[:])
	v.SetupCode.Text, v.SetupCode.PSK = c.Reveal(), h(c.PSK())
	v.Prologue = h(prologue(testSerial))
	for _, a := range []Advert{testAdvert(), {Version: 1, Sequence: 0xffff, Serial: testSerial},
		{Version: 1, Flags: FlagDoorOpen | FlagHeld | FlagTamper | FlagBatteryLow | FlagFault | FlagClockUnset | FlagJournalFull, Serial: Serial{0xde, 0xad, 0xbe, 0xef}}} {
		v.Advert = append(v.Advert, advertVector{a.Sequence, uint16(a.Flags), h(a.Bytes())})
	}
	about := About{Version: 1, Serial: testSerial, Model: "virtual", Pairing: true}.Bytes()
	v.About = messageVector{Name: "About", CBOR: h(about), Means: diagnose(t, about)}
	for _, m := range testMessages() {
		b, err := encode(m)
		if err != nil {
			t.Fatal(err)
		}
		v.Messages = append(v.Messages, messageVector{reflect.TypeOf(m).Name(), h(b[:1]), h(b[1:]), diagnose(t, b[1:])})
	}
	v.Session, v.Session23, v.Pairing = recordSession(t, 247), recordSession(t, 23), recordPairing(t)
	v.Sealed, v.Table, v.Firmware = makeSealed(), makeTable(t), makeFirmware(t)
	v.TableSync, v.TableSync23 = recordTable(t, 247), recordTable(t, 23)
	v.Digital = makeVisit(t)
	return v
}

func diagnose(t *testing.T, b []byte) string {
	s, err := cbor.Diagnose(b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readVectors(t *testing.T) (v vectors) {
	t.Helper()
	b, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestVectorsAreWhatWeSay: with the keys of the file, the code makes the bytes of the file.
func TestVectorsAreWhatWeSay(t *testing.T) {
	got, err := json.MarshalIndent(makeVectors(t), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(bytes.ReplaceAll(bytes.ReplaceAll(got, []byte(`\u003c`), []byte("<")), []byte(`\u003e`), []byte(">")), '\n')
	if *update {
		if err := os.WriteFile(vectorsFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the code makes other bytes than testdata/ble/vectors.json: locks in the field do not understand us")
	}
}

// TestVectorsAreWhatWeHear: each end alone, fed with the other's recorded bytes, hears what the
// file says and answers with the bytes of the file.
func TestVectorsAreWhatWeHear(t *testing.T) {
	v := readVectors(t)
	for _, m := range v.Messages {
		got, err := decode(append(unh(t, m.Type), unh(t, m.CBOR)...))
		if err != nil || reflect.TypeOf(got).Name() != m.Name || diagnose(t, unh(t, m.CBOR)) != m.Means {
			t.Errorf("%s: %+v, %v", m.Name, got, err)
		}
	}
	for _, a := range v.Advert {
		if got, ok := ParseAdvert(unh(t, a.Bytes)); !ok || got.Sequence != a.Sequence || got.Flags != Flags(a.Flags) {
			t.Errorf("%+v: %+v", a, got)
		}
	}
	if c, err := ParseSetupCode(v.SetupCode.Text); err != nil || h(c.PSK()) != v.SetupCode.PSK || h(c.secret[:]) != v.SetupCode.Secret {
		t.Errorf("setup code: %v", err)
	}
	pin := PublicKey(unh(t, v.Keys.LockPublic))
	own, err := KeyPairFrom([32]byte(unh(t, v.Keys.HubPrivate)))
	if err != nil {
		t.Fatal(err)
	}
	session := func(mtu int) (*Channel, error) { return OpenSession(own, pin, testSerial, mtu, &counted{name: "hub"}) }
	for name, talk := range map[string]struct {
		steps []step
		mtu   int
		open  func(mtu int) (*Channel, error)
		hello func() Hello
	}{
		"session":   {v.Session, 247, session, testHello},
		"session23": {v.Session23, 23, session, testHello},
		"pairing":   {v.Pairing, 23, func(mtu int) (*Channel, error) { return OpenPairing(own, testCode(), mtu, &counted{name: "hub"}) }, testHello},
		"table":     {v.TableSync, 247, session, tableHello},
		"table23":   {v.TableSync23, 23, session, tableHello},
	} {
		hub, err := talk.open(talk.mtu)
		if err != nil {
			t.Fatal(err)
		}
		side := vectorLock(t)
		side.Hello = talk.hello
		lock, err := Answer(side, talk.mtu)
		if err != nil {
			t.Fatal(err)
		}
		replay(t, name+", as the hub", hub, "hub", talk.steps)
		replay(t, name+", as the lock", lock, "lock", talk.steps)
	}
}

// TestNoiseNames: the handshakes are the two that the document names, and no other.
func TestNoiseNames(t *testing.T) {
	if got := string(suite.Name()); got != "25519_ChaChaPoly_SHA256" {
		t.Errorf("%s", got)
	}
	if noise.HandshakeIK.Name != "IK" || noise.HandshakeXX.Name != "XX" {
		t.Error("the patterns have other names")
	}
	if c := testCode(); len(c.PSK()) != 32 || c.Serial != testSerial || core.ReasonNone != 0 {
		t.Error("a key of another length")
	}
}
