package profile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
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

// recorder talks, and writes down what crosses.
type recorder struct {
	t         *testing.T
	hub, lock *Channel
	steps     []step
	joinHub   joiner // what the hub sends
	joinLock  joiner
}

func vectorLock(t *testing.T) Lock {
	hub := testKey(t, "hub").Public
	return Lock{Own: testKey(t, "lock"), Serial: testSerial, Hub: &hub, PSK: testCode().PSK(), Hello: testHello, Random: &counted{name: "lock"}}
}

// pass carries what one end has to say to the other, under the name of what it says.
func (r *recorder) pass(from, name string, plain []byte) {
	r.t.Helper()
	a, b, j := r.hub, r.lock, &r.joinHub
	if from == "lock" {
		a, b, j = r.lock, r.hub, &r.joinLock
	}
	s := step{From: from, Name: name, Plain: h(plain)}
	for _, v := range a.Outgoing() {
		s.Segments = append(s.Segments, h(v))
		if _, err := b.Receive(v); err != nil {
			r.t.Fatal(err)
		}
		kind, body, done, err := j.join(v)
		if err != nil {
			r.t.Fatal(err)
		}
		if done {
			s.Kind, s.Body = h([]byte{kind}), h(body)
		}
	}
	r.steps = append(r.steps, s)
}

// say seals a message.
func (r *recorder) say(from string, m Message) {
	r.t.Helper()
	c := r.hub
	if from == "lock" {
		c = r.lock
	}
	plain := []byte{byte(c.flow.got >> 8), byte(c.flow.got)}
	b, err := encode(m)
	if err == nil {
		err = c.Send(m)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	r.pass(from, strings.TrimPrefix(reflect.TypeOf(m).String(), "profile."), append(plain, b...))
}

func recordSession(t *testing.T, mtu int) []step {
	hub, err := OpenSession(testKey(t, "hub"), testKey(t, "lock").Public, testSerial, mtu, &counted{name: "hub"})
	if err != nil {
		t.Fatal(err)
	}
	lock, err := Answer(vectorLock(t), mtu)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{t: t, hub: hub, lock: lock}
	hello, err := encode(testHello())
	if err != nil {
		t.Fatal(err)
	}
	ms := testMessages()
	r.pass("hub", "handshake 1", nil)
	r.pass("lock", "handshake 2", hello[1:])
	r.say("hub", ms[8])   // SetClock
	r.say("lock", ms[11]) // AccessRequest
	r.say("hub", ms[1])   // Verdict
	r.say("lock", ms[13]) // Entry
	r.say("lock", ms[19]) // Result
	r.say("hub", ms[7])   // AckJournal
	return r.steps
}

func recordPairing(t *testing.T) []step {
	hub, err := OpenPairing(testKey(t, "hub"), testCode(), 23, &counted{name: "hub"})
	if err != nil {
		t.Fatal(err)
	}
	lock, err := Answer(vectorLock(t), 23)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{t: t, hub: hub, lock: lock}
	r.pass("hub", "handshake 1", nil)
	r.pass("lock", "handshake 2", nil)
	// The hub has more than half a window to acknowledge by now: its Ack goes with its message 3.
	for _, v := range r.hub.Outgoing() {
		r.values(v)
	}
	r.say("lock", testHello())
	return r.steps
}

// values takes the hub's next value, and ends a step with each message.
func (r *recorder) values(v []byte) {
	n := len(r.steps) - 1
	if r.joinHub.buf == nil {
		r.steps = append(r.steps, step{From: "hub", Name: "handshake 3"})
		if n++; r.steps[n-1].Kind == h([]byte{kindPair3}) {
			r.steps[n].Name = "Ack"
			r.steps[n].Plain = h([]byte{byte(r.hub.flow.told >> 8), byte(r.hub.flow.told), byte(TypeAck), 0xa0})
		}
	}
	r.steps[n].Segments = append(r.steps[n].Segments, h(v))
	if _, err := r.lock.Receive(v); err != nil {
		r.t.Fatal(err)
	}
	kind, body, done, err := r.joinHub.join(v)
	if err != nil {
		r.t.Fatal(err)
	}
	if done {
		r.steps[n].Kind, r.steps[n].Body = h([]byte{kind}), h(body)
	}
}

func firstBytes(name string) []byte {
	b := make([]byte, 32)
	(&counted{name: name}).Read(b)
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
	for name, talk := range map[string]struct {
		steps []step
		mtu   int
		open  func(mtu int) (*Channel, error)
	}{
		"session":   {v.Session, 247, func(mtu int) (*Channel, error) { return OpenSession(own, pin, testSerial, mtu, &counted{name: "hub"}) }},
		"session23": {v.Session23, 23, func(mtu int) (*Channel, error) { return OpenSession(own, pin, testSerial, mtu, &counted{name: "hub"}) }},
		"pairing":   {v.Pairing, 23, func(mtu int) (*Channel, error) { return OpenPairing(own, testCode(), mtu, &counted{name: "hub"}) }},
	} {
		hub, err := talk.open(talk.mtu)
		if err != nil {
			t.Fatal(err)
		}
		lock, err := Answer(vectorLock(t), talk.mtu)
		if err != nil {
			t.Fatal(err)
		}
		replay(t, name+", as the hub", hub, "hub", talk.steps)
		replay(t, name+", as the lock", lock, "lock", talk.steps)
	}
}

// replay is one end against the recorded other.
func replay(t *testing.T, name string, c *Channel, me string, steps []step) {
	t.Helper()
	var out []string
	for i, s := range steps {
		if s.From == me {
			if s.Kind == h([]byte{kindSealed}) && s.Name != "Ack" {
				m, err := decode(unh(t, s.Plain)[2:])
				if err == nil {
					err = c.Send(m)
				}
				if err != nil {
					t.Fatalf("%s, step %d: %v", name, i, err)
				}
			}
			for _, v := range c.Outgoing() {
				out = append(out, h(v))
			}
			if len(out) < len(s.Segments) || !reflect.DeepEqual(out[:len(s.Segments)], s.Segments) {
				t.Fatalf("%s, step %d (%s): it says %v", name, i, s.Name, out)
			}
			out = out[len(s.Segments):]
			continue
		}
		var heard []Message
		for _, v := range s.Segments {
			ms, err := c.Receive(unh(t, v))
			if err != nil {
				t.Fatalf("%s, step %d (%s): %v", name, i, s.Name, err)
			}
			heard = append(heard, ms...)
		}
		if s.Kind != h([]byte{kindSealed}) || s.Name == "Ack" {
			continue
		}
		if len(heard) != 1 || h(unh(t, s.Plain)[2:]) != mustEncode(t, heard[0]) {
			t.Errorf("%s, step %d: it hears %+v for %s", name, i, heard, s.Name)
		}
	}
}

func mustEncode(t *testing.T, m Message) string {
	t.Helper()
	b, err := encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return h(b)
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
