package driver

import (
	"errors"
	"fmt"
	"io"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// LocalIQ is the family of our own profile (docs/lock-profile.md).
type LocalIQ struct {
	Key profile.KeyPair // the hub's; every lock that is ours knows its public half
	// Digest stands for a credential (store.Vault): the key itself goes no further than here.
	Digest func(core.KeyKind, []byte) core.Digest
	// TableKey is the key of a lock's table, and AdvertKey the one that seals its advertisements
	// (store.Vault). nil: it gets no table; it advertises in clear.
	TableKey, AdvertKey func(core.LockID) [32]byte
	// LongKey finds the key whose id is too long for a lock's journal, by RefOf; "": nobody knows
	// it. nil knows none.
	LongKey func(ref []byte) core.KeyID
	// Site is what locks check digital keys by; zero: they get none.
	Site   profile.SetSite
	Random io.Reader // of handshakes and of new locks' names; nil: the system's
}

func (LocalIQ) Name() string   { return "localiq" }
func (LocalIQ) GATT() ble.GATT { return profile.GATT }

// Poll: our locks call, with every change.
func (LocalIQ) Poll(core.Lock) time.Duration { return 0 }

// Session fails for a lock whose serial or key is none.
func (f LocalIQ) Session(l core.Lock, at Place, mtu int) (Session, error) {
	serial, err := profile.SerialFrom(l.Serial)
	if err != nil || len(l.PublicKey) != len(profile.PublicKey{}) {
		return nil, fmt.Errorf("%w: its record has no key or no serial", ErrRefused)
	}
	ch, err := profile.OpenSession(f.Key, profile.PublicKey(l.PublicKey), serial, mtu, f.Random)
	if err != nil {
		return nil, fmt.Errorf("driver: open a session with lock %s: %w", l.ID, err)
	}
	return &session{lock: l.ID, family: f, ch: ch, kept: at.Kept, state: State{Told: at.Told},
		requests: map[core.RequestID]time.Duration{}, asked: map[core.CommandID]profile.Type{}, recalled: map[core.CommandID]time.Duration{}}, nil
}

// session is the hub's half of one talk. It is a Session.
type session struct {
	lock     core.LockID
	family   LocalIQ
	ch       *profile.Channel
	state    State
	kept     core.Cursor
	reader   reader
	account  account
	table    bringing
	update   upgrade
	can      profile.Ability
	uptime   time.Duration                    // the lock's Uptime less our Up, never too much
	requests map[core.RequestID]time.Duration // whom the lock waits for, and until when
	asked    map[core.CommandID]profile.Type  // what it has not answered
	recalled map[core.CommandID]time.Duration // what became of it is asked; when to ask again, 0: it owes us
	out      Out                              // of the Step under way
}

func (s *session) State() State {
	st := s.state
	st.Table, st.Update = s.table.state, s.update.state
	st.More = s.ch.Waiting() == 0 && (s.table.more() || s.update.more())
	return st
}

func (s *session) Step(in In, now core.Instant) Out {
	s.out = Out{}
	switch {
	case in.Frame != nil && in.Frame.Char == profile.TX:
		s.receive(in.Frame.Data, now)
	case in.Command != nil:
		s.command(*in.Command, now)
	case in.Probe:
		s.probe()
	case in.Image != nil:
		s.bring(in.Image)
	case in.Firmware != nil:
		s.upgrade(in.Firmware)
	case in.More:
		s.more()
	}
	s.forgetRequests(now)
	s.recall(now)
	for _, v := range s.ch.Outgoing() {
		s.out.Frames = append(s.out.Frames, ble.Note{Char: profile.RX, Data: v})
	}
	if err := s.ch.Err(); err != nil && s.out.Err == nil {
		s.out.Err = refusedOr(err)
	}
	return s.out
}

// refusedOr makes the profile's refusal every family's.
func refusedOr(err error) error {
	if errors.Is(err, profile.ErrRefused) {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

func (s *session) receive(value []byte, now core.Instant) {
	messages, _ := s.ch.Receive(value) // its error is the channel's, and taken in Step
	for _, m := range messages {
		switch m := m.(type) {
		case profile.Hello:
			s.hello(m, now)
		case profile.AccessRequest:
			s.request(m, now)
		case profile.Entry:
			s.entry(m, now)
		case profile.JournalEnd:
			s.journalEnd(m, now)
		case profile.State:
			s.heardState(m, now)
		case profile.Result:
			s.result(m, now)
		case profile.TableState:
			s.tableState(m)
		case profile.FirmwareState:
			s.firmwareState(m)
		case profile.Error:
			s.refused(m)
		}
	}
}

// hello is the first message of a session. The clock goes first: what the lock writes from now
// on should know the time.
func (s *session) hello(h profile.Hello, now core.Instant) {
	s.state.Ready, s.can = true, h.Can
	s.heardState(h.State, now)
	s.clock(h, now)
	if now.Trust != core.Untrusted {
		s.send(profile.SetClock{UTC: now.Wall / int64(time.Millisecond), Quality: now.Trust})
	}
	s.seal(h)
	s.giveSite(h)
	s.compare(h.Table)
	s.beginReading(h, now)
}

// clock tells what the lock's clock shows while nobody has told us the time. Later it only repeats
// what we have set it to.
func (s *session) clock(h profile.Hello, now core.Instant) {
	if now.Trust != core.Untrusted || h.UTC == 0 || h.State.Clock == core.Untrusted {
		return
	}
	in := s.input(core.LockClock{Lock: s.lock, Wall: h.UTC * int64(time.Millisecond), Quality: h.State.Clock})
	in.Happened = now
	s.tell(in)
}

// request is somebody at the door. It goes past every entry that is still to be fetched. It is the
// lock that ends its wait; we only stop holding the link for it.
func (s *session) request(m profile.AccessRequest, now core.Instant) {
	age := max(m.Age.Duration(), 0)
	s.requests[m.Request.Core()] = now.Up + profile.RequestWait - age
	ev := core.AccessRequested{Lock: s.lock, Request: m.Request.Core(), Kind: m.Kind, Digest: s.family.Digest(m.Kind, m.Credential), Held: m.Held}
	if !s.state.Synced { // the hub has not been told yet, and somebody inside may have asked for privacy
		ev.Bolt = s.account.newest.Bolt
	}
	in := s.input(ev)
	if m.Kind == core.KeyTag {
		in.Presented = core.NewSecret(core.TagText(m.Credential))
	}
	clear(m.Credential)
	in.Happened = now.Add(-age)
	s.tell(in)
}

// forgetRequests lets go of what the lock has refused by itself by now.
func (s *session) forgetRequests(now core.Instant) {
	for r, until := range s.requests {
		if now.Up >= until {
			delete(s.requests, r)
		} else {
			s.by(until)
		}
	}
	s.state.Asked = len(s.requests) > 0
}

func (s *session) by(up time.Duration) {
	if s.out.Next == 0 || up < s.out.Next {
		s.out.Next = up
	}
}

// more says the next message of what is long.
func (s *session) more() {
	switch {
	case s.table.more():
		s.send(s.table.next())
	case s.update.more():
		s.send(s.update.next())
	}
}

// send is false for what was not queued: the profile cannot say it, or too much waits.
func (s *session) send(m profile.Message) bool { return s.ch.Send(m) == nil }

func (s *session) tell(in core.Input) { s.out.Events = append(s.out.Events, in) }

func (s *session) input(e core.Event) core.Input { return fromAir(s.lock, e) }
