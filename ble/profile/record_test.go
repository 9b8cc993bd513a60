package profile

import (
	"reflect"
	"strings"
	"testing"
)

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
	return Lock{Own: testKey(t, "lock"), Serial: testSerial, Peers: OnlyHub(&hub), PSK: testCode().PSK(), Hello: testHello, Random: &counted{name: "lock"}}
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
	if s.Body == "" { // the window is full in the middle of it: the other end says how many it has taken
		f := r.hub.flow
		r.pass("hub", "Ack", []byte{byte(f.got >> 8), byte(f.got), byte(TypeAck), 0xa0})
		r.pass(from, name, plain)
	}
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

// bring is a table's way from begin to commit, each end doing what it does.
func (r *recorder) bring(counts *TableImage, mark TableMark, image *TableImage, version uint64) *TableImage {
	r.t.Helper()
	begin := image.Begin(version)
	s := Stage(counts, begin)
	mark.Room = 64
	r.say("hub", begin)
	r.say("lock", TableState{Mark: mark, Staged: s.Mark, Parts: s.Parts()})
	have, want := s.Parts(), image.Parts()
	for part := range uint8(TableParts + 1) {
		if have[part] == want[part] {
			continue
		}
		for _, p := range image.Puts(part) {
			r.say("hub", p)
			if err := s.Put(p); err != nil {
				r.t.Fatal(err)
			}
		}
	}
	r.say("hub", TableCommit{Mark: begin.Mark})
	now, err := s.Commit(begin.Mark)
	if err != nil {
		r.t.Fatal(err)
	}
	mark = now.Mark(version)
	mark.Room = 64
	r.say("lock", TableState{Mark: mark})
	return now
}

func tableHello() Hello {
	h := testHello()
	h.Can, h.Table = CanTable|CanSealAdvert|CanIdentify|CanUpdate|CanPeers|CanRelease, TableMark{Room: 64}
	return h
}

// recordTable brings a table to a lock that has none, and then takes a key from it.
func recordTable(t *testing.T, mtu int) []step {
	hub, err := OpenSession(testKey(t, "hub"), testKey(t, "lock").Public, testSerial, mtu, &counted{name: "hub"})
	if err != nil {
		t.Fatal(err)
	}
	side := vectorLock(t)
	side.Hello = tableHello
	lock, err := Answer(side, mtu)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{t: t, hub: hub, lock: lock}
	hello, err := encode(tableHello())
	if err != nil {
		t.Fatal(err)
	}
	r.pass("hub", "handshake 1", nil)
	r.pass("lock", "handshake 2", hello[1:])
	less := testImage()
	less.Rows = less.Rows[1:]
	counts := r.bring(nil, TableMark{}, testImage(), 42)
	r.bring(counts, counts.Mark(42), less, 43)
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
