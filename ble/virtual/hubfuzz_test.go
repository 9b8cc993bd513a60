package virtual

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"localiq/ble/profile"
	"localiq/core"
	"localiq/core/clock"
)

// raw is a message of any bytes, from a hub that is ours and has gone mad.
type raw struct {
	kind byte
	body []byte
}

func (r raw) Type() profile.Type           { return profile.Type(r.kind) }
func (r raw) MarshalCBOR() ([]byte, error) { return r.body, nil }

// script is messages as one string of bytes: type u8 ‖ length u16 ‖ CBOR, again and again.
func script(ms ...profile.Message) (b []byte) {
	for _, m := range ms {
		body, err := cbor.Marshal(m)
		if err != nil {
			panic(err)
		}
		b = append(binary.BigEndian.AppendUint16(append(b, byte(m.Type())), uint16(len(body))), body...)
	}
	return b
}

func unscript(b []byte) (ms []raw) {
	for len(b) > 3 {
		n := min(int(binary.BigEndian.Uint16(b[1:])), len(b)-3)
		ms = append(ms, raw{b[0], b[3 : 3+n]})
		b = b[3+n:]
	}
	return ms
}

// owned is the memory of a lock that the hub is paired with, and its key.
var owned = sync.OnceValues(func() ([]byte, profile.PublicKey) {
	memory := &RAM{}
	public, _ := maker("maker")
	l, err := New(Config{Memory: memory, Model: "virtual", Maker: public}, clock.Process())
	if err != nil {
		panic(err)
	}
	defer l.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rec.put(hubKey().Public, profile.RoleHub)
	l.keep()
	return memory.b, l.own.Public
})

func hubKey() profile.KeyPair {
	k, err := profile.KeyPairFrom(sha256.Sum256([]byte("hub")))
	if err != nil {
		panic(err)
	}
	return k
}

// FuzzHub: whatever a hub says within a session, the lock stands, answers what comes after it, and
// leaves a memory that it can read.
func FuzzHub(f *testing.F) {
	table := tableOf(tags(3))
	id := profile.CommandID{1}
	key := make([]byte, 32)
	f.Add(script(table.Begin(1), table.Puts(profile.TimesPart)[0], table.Puts(1)[0], profile.TableRead{}, profile.TableCommit{Mark: table.Mark(1)}))
	f.Add(script(profile.PutPeer{Key: key, Role: profile.RoleInstaller}, profile.SetAdvert{Key: key}, profile.Identify{Command: id, For: 1}))
	f.Add(script(profile.Do{Command: id, Move: unlock}, profile.Release{Command: id}, profile.Release{Command: profile.CommandID{2}}))
	f.Add(script(profile.FirmwareBegin{Head: key}, profile.FirmwareData{Data: key}, profile.FirmwareCommit{}))
	f.Add(script(profile.SetClock{UTC: 1 << 62, Quality: core.Trusted}, profile.Do{Command: id, Move: profile.Move{To: core.BoltOffice, Until: 1<<63 - 1}}, profile.Look{}))
	f.Add(script(profile.ReadJournal{From: 1, Max: 255}, profile.AckJournal{UpTo: 1 << 31}, profile.Verdict{Command: id}, profile.AskResult{Command: id}))
	f.Add([]byte{0x30, 0xff, 0xff, 0xa1, 1, 0xa4})
	f.Fuzz(func(t *testing.T, b []byte) {
		memory := &RAM{}
		var lock profile.PublicKey
		memory.b, lock = owned()
		public, _ := maker("maker")
		l, err := New(Config{Memory: memory, Model: "virtual", Maker: public}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		h := wire(t, l, lock)
		for _, m := range unscript(b) {
			if h.ch.Send(m) == nil { // else it is longer than a message may be
				h.answered()
			}
		}
		again, err := New(Config{Memory: &RAM{b: memory.b}}, clock.Process())
		if err != nil {
			t.Fatalf("its memory: %v", err)
		}
		again.Close()
	})
}

// wire is a hub's end of a link without an air.
type wired struct {
	t     *testing.T
	conn  *Conn
	ch    *profile.Channel
	notes chan []byte
}

func wire(t *testing.T, l *Lock, key profile.PublicKey) *wired {
	t.Helper()
	ch, err := profile.OpenSession(hubKey(), key, l.Serial(), 247, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := &wired{t: t, ch: ch, notes: make(chan []byte, profile.Window)}
	h.conn = l.Accept(247, func(b []byte) error { h.notes <- b; return nil })
	h.flush()
	h.await(profile.TypeHello)
	return h
}

func (h *wired) flush() {
	for _, v := range h.ch.Outgoing() {
		h.conn.Write(v)
	}
}

// answered sends what waits, and asks how the lock is.
func (h *wired) answered() {
	h.t.Helper()
	h.flush()
	if err := h.ch.Send(profile.Look{}); err != nil {
		h.t.Fatal(err)
	}
	h.flush()
	h.await(profile.TypeState)
}

// await takes what comes until a message of that type has.
func (h *wired) await(want profile.Type) {
	h.t.Helper()
	for {
		select {
		case v := <-h.notes:
			ms, err := h.ch.Receive(v)
			if err != nil {
				h.t.Fatal(err)
			}
			h.flush()
			if slices.ContainsFunc(ms, func(m profile.Message) bool { return m.Type() == want }) {
				return
			}
		case <-time.After(10 * time.Second):
			h.t.Fatalf("no 0x%02x came", uint8(want))
		}
	}
}
