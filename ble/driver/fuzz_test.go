package driver_test

import (
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/profile"
	"localiq/core"
)

// FuzzHint: anybody may send any bytes. Nothing but the lock's own is heard as its own.
func FuzzHint(f *testing.F) {
	home := ble.Addr{MAC: [6]byte{0xc0, 0, 0, 0, 0, 1}}
	advertKey := [32]byte{1, 2, 3}
	l := core.Lock{ID: "l", Serial: "10000001"}
	f.Add(profile.Advert{Version: 1, Sequence: 7, Flags: profile.FlagRequest, Serial: profile.Serial{0x10, 0, 0, 1}}.Bytes())
	f.Add(profile.SealAdvert(advertKey, home, 7, profile.FlagRequest))
	f.Fuzz(func(t *testing.T, raw []byte) {
		family := driver.LocalIQ{AdvertKey: func(core.LockID) [32]byte { return advertKey }}
		h, is := family.Listen(l, home).Hear(ble.Advert{Addr: home, Data: raw})
		a, clear := profile.ParseAdvert(raw)
		clear = clear && a.Serial.String() == l.Serial
		_, _, sealed := profile.OpenAdvert(advertKey, home, raw)
		if (is == driver.HeardIt) != (clear || sealed) || is != driver.HeardIt && h != (driver.Hint{}) || h.Proved != sealed {
			t.Errorf("%x: %+v %v", raw, h, is)
		}
	})
}

// FuzzSession: a lock of ours may be faulty, or in the wrong hands. Whatever it says, in or out
// of its session: no panic, and the journal is told in order, each entry once. Every two bytes
// of the script are one thing that it does.
func FuzzSession(f *testing.F) {
	f.Add([]byte{8, 0x20, 8, 0xff, 9, 0}) // bytes that are none of the profile's; more in testdata
	f.Fuzz(func(t *testing.T, script []byte) {
		b := newBadLock(t)
		for ; len(script) >= 2 && b.err == nil; script = script[2:] {
			b.do(script[0]%15, script[1])
		}
	})
}

// badLock is the lock's end of a session, at a fuzzer's mercy, and what was told by the hub's.
type badLock struct {
	t       *testing.T
	ch      *profile.Channel
	family  driver.LocalIQ
	session driver.Session
	now     core.Instant
	told    core.Cursor
	err     error
}

var journalOne = profile.JournalID{1}

func newBadLock(t *testing.T) *badLock {
	hub, own := key(t), key(t)
	serial := profile.Serial{0x10, 0, 0, 1}
	b := &badLock{t: t, now: core.Instant{Boot: "b", Up: time.Hour, Wall: 1e18, Trust: core.Trusted}}
	hello := func() profile.Hello {
		return profile.Hello{Journal: journalOne, Head: 3, Tail: 1, Can: 0xff, Table: profile.TableMark{Room: 20}}
	}
	var err error
	if b.ch, err = profile.Answer(profile.Lock{Own: own, Serial: serial, Peers: profile.OnlyHub(&hub.Public), Hello: hello}, 247); err != nil {
		t.Fatal(err)
	}
	l := core.Lock{ID: "l", Serial: serial.String(), PublicKey: own.Public[:]}
	b.family = driver.LocalIQ{Key: hub, Digest: digest, TableKey: keyFor("table"), AdvertKey: keyFor("advert")}
	if b.session, err = b.family.Session(l, driver.Place{}, 247); err != nil {
		t.Fatal(err)
	}
	b.step(driver.In{})
	b.flush()
	if !b.session.State().Ready {
		t.Fatal("no session")
	}
	return b
}

func (b *badLock) do(what, n byte) {
	switch what {
	case 1:
		b.say(profile.Entry{Index: max(uint32(n), 1), Kind: profile.EntryKind(n % 9)})
	case 2:
		b.say(profile.JournalEnd{Journal: journalOne, Head: uint32(n), Tail: uint32(n / 8)})
	case 3:
		b.say(profile.AccessRequest{Request: profile.Nonce{n}, Kind: core.KeyTag, Credential: []byte{n}})
	case 4:
		b.say(profile.Result{Command: profile.CommandID(core.CommandID{Seq: core.Seq(n)}.Bytes()), Result: core.Result(n % 7)})
	case 5:
		b.say(profile.State{Bolt: core.Bolt(n % 5), Contact: core.Contact(n % 4), Boot: uint32(n)})
	case 6:
		b.command(n)
	case 7:
		b.now = b.now.Add(time.Duration(n) * time.Second)
		b.step(driver.In{})
	case 8:
		b.step(driver.In{Frame: &ble.Note{Char: profile.TX, Data: []byte{n}}})
	case 9:
		b.say(profile.Error{Code: profile.ErrorBusy, Of: profile.Type(n % 64), Command: profile.CommandID{n / 64}})
	case 10:
		b.say(b.tableState(n))
	case 11:
		b.say(profile.FirmwareState{Have: uint32(n) * 100, Size: 5000, Result: n % 7})
	case 12:
		b.step(driver.In{Image: b.family.Image(core.Lock{ID: "l"}, tableOf(core.Seq(n), int(n%30)), 20)})
	case 13:
		b.step(driver.In{Firmware: b.firmware(n)})
	case 14:
		for range n % 8 {
			if b.session.State().More {
				b.step(driver.In{More: true})
			}
		}
	}
}

// tableState is a lock that says anything of its table.
func (b *badLock) tableState(n byte) profile.TableState {
	m := profile.TableState{Mark: profile.TableMark{Hash: profile.TableHash{n & 1}}, Staged: profile.TableMark{Hash: profile.TableHash{n & 2}}}
	if n&4 != 0 {
		m.Parts = make([]profile.PartHash, profile.TableParts+1)
	}
	if n&8 != 0 {
		m.Why = "no"
	}
	return m
}

func (b *badLock) firmware(n byte) driver.Firmware {
	f, err := b.family.Firmware(newMaker(b.t).image(b.t, "virtual", uint32(n)+1, 5000))
	if err != nil {
		b.t.Fatal(err)
	}
	return f
}

func (b *badLock) command(n byte) {
	id := core.CommandID{Seq: core.Seq(n)}
	if n%7 == 6 {
		ops := []core.Op{core.SyncTable{Version: 1}, core.Identify{For: time.Second}, core.Release{}, core.Look{}}
		b.step(driver.In{Command: &core.Command{ID: id, Lock: "l", Op: ops[n/7%4]}})
		return
	}
	ops := []core.Op{unlock, core.AskResult{Of: id}, grant(profile.Nonce{n}.Core(), time.Second),
		core.AckJournal{Cursor: core.Cursor{Journal: journalOne.Core(), Index: uint32(n)}},
		core.Tend{Cursor: core.Cursor{Journal: journalOne.Core(), Index: uint32(n / 16)}}}
	if int(n)%6 == 5 {
		b.step(driver.In{Probe: true})
		return
	}
	op := ops[int(n)%6]
	if tend, ok := op.(core.Tend); ok {
		b.told = tend.Cursor
	}
	b.step(driver.In{Command: &core.Command{ID: id, Lock: "l", Op: op, NotAfter: b.now.Add(time.Second)}})
}

func (b *badLock) say(m profile.Message) {
	_ = b.ch.Send(m) // a message that the profile refuses is not sent
	b.flush()
}

func (b *badLock) flush() {
	for _, v := range b.ch.Outgoing() {
		b.step(driver.In{Frame: &ble.Note{Char: profile.TX, Data: v}})
	}
}

// step checks what is told, and has the lock hear what is said to it.
func (b *badLock) step(in driver.In) {
	if b.err != nil {
		return
	}
	if (in.Command != nil || in.Image != nil || in.Firmware != nil) && !b.session.State().Ready {
		return
	}
	o := b.session.Step(in, b.now)
	b.err = o.Err
	for _, in := range o.Events {
		if begun, is := in.Event.(core.JournalBegun); is {
			if begun.Journal == b.told.Journal {
				b.t.Fatalf("%q begins again", begun.Journal)
			}
			b.told = core.Cursor{Journal: begun.Journal}
		}
		lost, isLost := in.Event.(core.JournalLost)
		switch i := in.Claim.Index; {
		case isLost && (lost.From != b.told.Index+1 || lost.To < lost.From):
			b.t.Fatalf("lost %d to %d behind %d", lost.From, lost.To, b.told.Index)
		case i != 0 && !isLost && i != b.told.Index+1:
			b.t.Fatalf("entry %d behind %d", i, b.told.Index)
		}
		b.told.Index = max(b.told.Index, in.Claim.Index)
	}
	for _, fr := range o.Frames {
		if _, err := b.ch.Receive(fr.Data); err != nil {
			b.t.Fatalf("the hub said what no lock can hear: %v", err)
		}
	}
	if len(o.Frames) > 0 {
		b.flush()
	}
}
