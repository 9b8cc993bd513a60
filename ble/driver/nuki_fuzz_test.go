package driver_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/core"
)

// badNuki is the lock's end of a session, at a test's mercy, and what the hub's end told.
type badNuki struct {
	t       testing.TB
	ch      *nuki.Channel // the lock's
	session driver.Session
	lock    core.Lock
	now     core.Instant
	said    []nuki.Message // by the hub
	events  []core.Input
	told    core.Cursor
	err     error
	next    time.Duration
	nonce   byte
	refused int // actions that the lock has said no to, so that they may be said again
}

const gdio, usdio ble.Char = 0, 1

func newBadNuki(t testing.TB, at driver.Place) *badNuki {
	own := nuki.NewPrivateKey([32]byte{1, 2, 3})
	family := nukiFamily()
	salt := bytes.Repeat([]byte{7}, 16)
	key, err := nuki.NewPrivateKey(family.PeerKey(salt)).Agree(own.Public())
	if err != nil {
		t.Fatal(err)
	}
	public := own.Public()
	peer := slices.Concat([]byte{1, 1, 9, 0, 0, 0}, salt, []byte{1, 2, 3, 4}, bytes.Repeat([]byte{0xab}, 16))
	b := &badNuki{t: t, ch: nuki.NewChannel(key, 9, rand.Reader), now: core.Instant{Boot: "b", Up: time.Hour, Wall: 1e18, Trust: core.Trusted}, told: at.Told}
	b.lock = core.Lock{ID: "l", Family: "nuki", Serial: "2F3A6B01", PublicKey: public[:], Peer: peer, Admin: core.Sealed("sealed 1234"), Lacks: 0x3ff}
	if b.session, err = family.Session(b.lock, at, 247); err != nil {
		t.Fatal(err)
	}
	b.step(driver.In{})
	return b
}

// step checks what is told, and reads what is said.
func (b *badNuki) step(in driver.In) {
	if b.err != nil || (in.Command != nil || in.Image != nil) && !b.session.State().Ready {
		return
	}
	o := b.session.Step(in, b.now)
	b.err, b.next = o.Err, o.Next
	for _, in := range o.Events {
		b.check(in)
	}
	for _, f := range o.Frames {
		ms, err := b.ch.Feed(f.Data)
		if f.Char != usdio || err != nil || len(ms) != 1 {
			b.t.Fatalf("the hub said on %d what no lock can read: %v", f.Char, err)
		}
		b.said = append(b.said, ms...)
	}
}

// check holds that the log is told in order, each entry once.
func (b *badNuki) check(in core.Input) {
	b.events = append(b.events, in)
	if begun, is := in.Event.(core.JournalBegun); is {
		if begun.Journal == b.told.Journal {
			b.t.Fatalf("%q begins again", begun.Journal)
		}
		b.told = core.Cursor{Journal: begun.Journal, Index: begun.After}
	}
	lost, isLost := in.Event.(core.JournalLost)
	switch i := in.Claim.Index; {
	case isLost && (lost.From != b.told.Index+1 || lost.To < lost.From):
		b.t.Fatalf("lost %d to %d behind %d", lost.From, lost.To, b.told.Index)
	case i != 0 && !isLost && i != b.told.Index+1:
		b.t.Fatalf("entry %d behind %d", i, b.told.Index)
	}
	b.told.Index = max(b.told.Index, in.Claim.Index)
	if at, wrong := in.Happened, in.Happened.Up > b.now.Up; wrong {
		b.t.Fatalf("%T happened at %v, which is to come", in.Event, at.Up)
	}
}

// say has the lock say a message, in indications of 20 bytes.
func (b *badNuki) say(ms ...nuki.Message) {
	b.t.Helper()
	for _, m := range ms {
		if e, is := m.(nuki.ErrorReport); is && (e.Code == nuki.ErrorBusy || e.Code == nuki.ErrorBadNonce) {
			b.refused++
		}
		f, err := b.ch.Seal(m)
		if err != nil {
			return // no lock says that
		}
		for part := range slices.Chunk([]byte(f), nuki.IndicationSize) {
			b.step(driver.In{Frame: &ble.Note{Char: usdio, Data: part}})
		}
	}
}

// challenge answers the hub's wish for one.
func (b *badNuki) challenge() {
	b.nonce++
	b.say(nuki.Challenge{Nonce: nuki.Nonce{b.nonce}})
}

func (b *badNuki) wait(d time.Duration) {
	b.now = b.now.Add(d)
	b.step(driver.In{})
}

func (b *badNuki) do(op core.Op) core.CommandID {
	b.nonce++
	id := core.CommandID{Seq: core.Seq(b.nonce)}
	b.step(driver.In{Command: &core.Command{ID: id, Lock: "l", Op: op, NotAfter: b.now.Add(time.Minute)}})
	return id
}

// last is what the hub said last.
func (b *badNuki) last() nuki.Message {
	if len(b.said) == 0 {
		return nil
	}
	return b.said[len(b.said)-1]
}

func states(l nuki.LockState) nuki.States {
	return nuki.States{Mode: nuki.ModeDoor, Lock: l, Time: nuki.TimeOf(1e9), Door: nuki.DoorClosed, Size: 23}
}

// FuzzNukiUnauthentic: whoever has not the key may send any bytes, on either characteristic. Nothing
// is told, nothing is believed, nothing panics.
func FuzzNukiUnauthentic(f *testing.F) {
	plain, err := nuki.EncodePlain(nuki.ErrorReport{Code: nuki.ErrorNotAuthorized, Of: nuki.CmdRequestData})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain, true, true)
	f.Add(plain, true, false)
	f.Add(bytes.Repeat([]byte{9, 0, 0, 0}, 30), false, false)
	f.Fuzz(func(t *testing.T, raw []byte, inClear, ready bool) {
		b := newBadNuki(t, driver.Place{})
		if ready {
			b.say(states(nuki.Locked))
		}
		was, told := b.session.State(), len(b.events)
		for part := range slices.Chunk(raw, nuki.IndicationSize) {
			b.step(driver.In{Frame: &ble.Note{Char: map[bool]ble.Char{true: gdio, false: usdio}[inClear], Data: part}})
		}
		if is := b.session.State(); is.Ready != was.Ready || is.Synced != was.Synced || is.Told != was.Told || len(b.events) != told {
			t.Errorf("%x was believed", raw)
		}
	})
}

// FuzzNukiSession: a lock of ours may be faulty, or in the wrong hands. Whatever it says in its
// session: no panic, the log is told in order, each entry once, and no action is said again but after
// the lock's own refusal. Every two bytes of the script are one thing that it does.
func FuzzNukiSession(f *testing.F) {
	f.Add([]byte{0, 1, 1, 0, 2, 0, 1, 0, 3, 5, 3, 6, 2, 0}) // it is read; more in testdata
	f.Fuzz(func(t *testing.T, script []byte) {
		b := newBadNuki(t, driver.Place{Told: core.Cursor{Journal: core.JournalID(strings.Repeat("ab", 16)), Index: 3}})
		for ; len(script) >= 2 && b.err == nil; script = script[2:] {
			b.act(script[0]%13, script[1])
		}
		b.saidOnce()
	})
}

func (b *badNuki) act(what, n byte) {
	switch what {
	case 0:
		b.say(states(nuki.LockState(n % 9)))
	case 1:
		b.challenge()
	case 2:
		b.say(nuki.Status{Status: nuki.StatusCode(n % 2)})
	case 3:
		b.say(nuki.LogEntry{Index: uint32(n % 16), Time: nuki.TimeOf(1e9 + int64(n) - 128), Type: nuki.LogType(n%7 + 1), Action: nuki.Action(n % 4), Door: nuki.LogDoor(n % 3)})
	case 4:
		b.say(nuki.ErrorReport{Code: []nuki.ErrorCode{nuki.ErrorBusy, nuki.ErrorBadNonce, nuki.ErrorMotorBlocked, nuki.ErrorCodeExists, nuki.ErrorTooManyEntries, nuki.ErrorBadPIN}[n%6], Of: nuki.CmdLockAction})
	case 5:
		ops := []core.Op{unlock, lock, core.Look{}, core.AskResult{Of: core.CommandID{Seq: core.Seq(n / 8)}}, core.SyncTable{}, core.Release{}, core.Identify{},
			core.Tend{Lock: b.lock, Cursor: core.Cursor{Journal: journalAB, Index: uint32(n / 32)}}}
		if tend, is := ops[n%8].(core.Tend); is {
			b.told = tend.Cursor
		}
		b.do(ops[n%8])
	case 6:
		b.wait(time.Duration(n) * 100 * time.Millisecond)
	case 7:
		b.step(driver.In{Image: nukiFamily().Image(b.lock, core.Table{Version: core.Seq(n), Rows: pins(int(n % 12))}, 200)})
	case 8:
		for range n % 4 {
			if b.session.State().More {
				b.step(driver.In{More: true})
			}
		}
	case 9:
		b.say(nuki.KeypadCount{Count: uint16(n % 12)})
	case 10:
		row := pins(12)[n%12]
		c, _ := nuki.ParseCode(row.Credential.Reveal())
		b.say(nuki.KeypadEntry{ID: uint16(n), Code: c, Name: driver.CodeName(row.Key), Enabled: n&16 == 0})
	case 11:
		b.say(nuki.Config{ID: 0x2F3A6B01, HasKeypad: n&1 == 0, Size: 79})
	case 12:
		b.say(nuki.LogCount{Logging: n&1 == 0, Count: uint16(n), DoorSensor: true})
	}
}

// saidOnce: of each action there is one, and one more for each time that the lock has refused it.
func (b *badNuki) saidOnce() {
	b.t.Helper()
	times := map[string]int{}
	for _, m := range b.said {
		if a, is := m.(nuki.LockAction); is {
			times[a.Suffix]++
		}
	}
	for tag, n := range times {
		if n > 1+b.refused {
			b.t.Errorf("%s was said %d times, and refused %d times", tag, n, b.refused)
		}
	}
}

// FuzzNukiSetup: whatever is typed, it is read or refused with a word that says nothing of it.
func FuzzNukiSetup(f *testing.F) {
	for _, s := range []string{"nuki 2F3A6B01 1234", "Nuki_2F3A6B01", "nuki 2f:3a:6b:01 123456", "nuki", "nuki Nuki_2F3A6B01\t123456", "nuki 2F3A6B0\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := nukiFamily().Pairing(text)
		if err == nil {
			return
		}
		told := core.AsError(err)
		for _, word := range strings.Fields(text) {
			if len(word) > 5 && strings.ContainsAny(word, "0123456789") && strings.Contains(told.Text+told.Do, word) {
				t.Errorf("the error repeats %q", word)
			}
		}
	})
}

// FuzzNukiHint: anybody may send any bytes. What is no beacon of that lock says nothing.
func FuzzNukiHint(f *testing.F) {
	f.Add(nuki.Advert{ID: 0x2F3A6B01, Power: 0xc8, Changed: true}.Bytes())
	f.Add(nuki.NameAdvert(0x2F3A6B01))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, is := nukiFamily().Listen(core.Lock{Serial: "2F3A6B01"}, ble.Addr{}).Hear(ble.Advert{Data: raw})
		ad, ok := nuki.ParseAdvert(raw)
		if (is == driver.HeardIt) != (ok && ad.ID == 0x2F3A6B01) || h.Proved || is != driver.HeardIt && h != (driver.Hint{}) || is == driver.HeardIt && h.Mark > 1 {
			t.Errorf("%x: %+v %v", raw, h, is)
		}
	})
}

// FuzzNukiPeer: a record that was not made by a pairing opens no session.
func FuzzNukiPeer(f *testing.F) {
	f.Add(bytes.Repeat([]byte{1}, 42), bytes.Repeat([]byte{2}, 32))
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, peer, key []byte) {
		s, err := nukiFamily().Session(core.Lock{Peer: peer, PublicKey: key}, driver.Place{}, 247)
		if (s == nil) == (err == nil) || err == nil && (len(peer) != 42 || len(key) != 32) {
			t.Errorf("%x: %v", peer, err)
		}
	})
}
