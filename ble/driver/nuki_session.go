package driver

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/core"
)

const rumoursMost = 3 // that are noted of a session

// nukiSession is the hub's half of one talk with a Nuki. One ask goes on at a time (nuki_ask.go);
// what is asked next is chosen in proceed, the most urgent first.
type nukiSession struct {
	family Nuki
	lock   core.Lock
	peer   nukiPeer
	mtu    int
	ch     *nuki.Channel
	plain  nuki.PlainStream
	mem    *nukiMemory
	state  State
	pin    nuki.PIN
	admin  bool // there is an admin PIN, and the lock has not refused it

	refusedAgain bool // AdminRefused is to be told once more

	ask      *ask          // under way
	partly   time.Duration // Up, when a part of a message came that is not whole yet; 0: none is under way
	owes     time.Duration // Up, until which the last word of an action may still come; 0: none is due
	look     bool          // the states are to be read
	rumours  int           // errors in plaintext that were heard
	asked    bool          // and told, whatever they say
	probes   int           // that are to be answered when all has been read
	account  nukiAccount
	log      logbook
	acting   acting
	recalls  []*recall
	codes    coding
	releases core.CommandID // a Release that waits for the codes to be gone; zero: none
	leaves   bool           // they are: our authorization is to go
	left     bool           // it is gone, and with it everything that could be asked
	out      Out            // of the Step under way
}

// Format keeps the key and the admin PIN out of every line.
func (s *nukiSession) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "session with "+string(s.lock.ID))
}

// tended takes the lock's record, and what it says of the admin PIN.
func (s *nukiSession) tended(l core.Lock, noAdmin bool) {
	s.lock, s.state.NoAdmin = l, noAdmin
	s.mem.about(l.Admin)
	s.admin = false
	if s.family.AdminPIN != nil {
		n, ok := s.family.AdminPIN(l)
		pin, err := nuki.NewPIN(s.peer.generation, n)
		s.pin, s.admin = pin, ok && err == nil
	}
	switch {
	case noAdmin:
		s.admin = false
	case s.admin && s.mem.refused: // the hub has lost that, and is told again
		s.admin, s.refusedAgain = false, true
	case !s.admin && len(l.Admin) > 0: // it is none that such a lock could have, or nobody can read it
		s.refusedAgain = true
	}
	s.log.want = s.admin
	if s.codes.end(TableNone); s.admin {
		s.codes.end(TableIdle)
	}
}

func (s *nukiSession) State() State {
	st := s.state
	st.Table = s.codes.state
	st.Table.Room = codesRoom
	st.More = st.Synced && s.ask == nil && !st.Busy && !s.left && s.codes.state.Step == TableBusy
	return st
}

func (s *nukiSession) Step(in In, now core.Instant) Out {
	s.out = Out{}
	switch {
	case in.Frame != nil:
		s.receive(*in.Frame, now)
	case in.Command != nil:
		s.command(*in.Command, now)
	case in.Probe:
		s.probes, s.look, s.log.want = s.probes+1, true, s.admin
	case in.Image != nil:
		s.codes.bring(s.fitting(in.Image))
	case in.More && s.State().More:
		s.bringOn(now)
	}
	if s.refusedAgain {
		s.refusedAgain, s.state.NoAdmin = false, true
		s.tell(core.AdminRefused{Lock: s.lock.ID})
	}
	s.late(now)
	s.overdue(now)
	s.proceed(now)
	return s.out
}

// receive takes what a characteristic indicated.
func (s *nukiSession) receive(n ble.Note, now core.Instant) {
	if n.Char == nukiGDIO {
		s.overheard(n.Data)
		return
	}
	messages, err := s.ch.Feed(n.Data)
	s.partly = 0
	if s.ch.Partly() {
		s.partly = now.Up
	}
	for _, m := range messages {
		s.hear(m, now)
	}
	if err != nil {
		s.fail(err)
	}
}

// overheard is plaintext: a hint. It ends a session in which the lock has not understood us, and
// costs no pairing; only after some such sessions in a row it counts as a lock that does not know us.
func (s *nukiSession) overheard(b []byte) {
	messages, err := s.plain.Feed(b)
	if err != nil {
		s.plain.Reset()
	}
	for _, m := range messages {
		e, is := m.(nuki.ErrorReport)
		switch {
		case !is:
		case !s.state.Ready && (e.Code == nuki.ErrorNotAuthorized || e.Code == nuki.ErrorBadAuthID):
			s.turnedAway(e.Code)
		default:
			s.rumour(e)
		}
	}
}

// rumour notes what anybody may have said, so often that nobody can fill a log.
func (s *nukiSession) rumour(e nuki.ErrorReport) {
	if s.rumours++; s.rumours <= rumoursMost {
		s.out.Log = fmt.Sprintf("in plaintext: %v, at %v", e.Code, e.Of)
	}
}

func (s *nukiSession) turnedAway(why nuki.ErrorCode) {
	err := fmt.Errorf("driver: the lock says in plaintext: %v", why)
	if s.mem.deaf++; s.mem.deaf >= refusedOften {
		err = fmt.Errorf("%w: %w", ErrRefused, err)
	}
	s.fail(err)
}

// hear takes an authentic message.
func (s *nukiSession) hear(m nuki.Message, now core.Instant) {
	s.mem.deaf = 0
	if st, ok := m.(nuki.States); ok {
		s.heardStates(st, now)
	}
	s.answered(m, now)
}

// command is one of the hub's. What this lock cannot do is refused at once.
func (s *nukiSession) command(c core.Command, now core.Instant) {
	switch op := c.Op.(type) {
	case core.Turn:
		s.turn(c, op.Move)
	case core.Answer:
		s.answer(c.ID, core.ResultExpired, "this lock asks for no verdict")
	case core.AskResult:
		s.recall(op.Of)
	case core.Look:
		s.look, s.asked, s.log.want = true, true, s.admin
	case core.Tend:
		s.rewind(op)
	case core.SyncTable:
		if s.codes.state.Step != TableNone && s.releases.IsZero() {
			s.codes.begin(false)
		}
	case core.Identify:
		s.answer(c.ID, core.ResultRefused, "this lock cannot show itself")
	case core.Release:
		s.release(c.ID)
	}
}

// rewind tells everything again from a cursor on, of the lock as its record is now.
func (s *nukiSession) rewind(op core.Tend) {
	codes, same := s.codes, bytes.Equal(s.lock.Admin, op.Lock.Admin)
	s.tended(op.Lock, op.NoAdmin)
	s.forgetWrong(op.Cursor)
	s.state.Told, s.state.Synced = op.Cursor, false
	s.log = logbook{want: s.admin, turn: s.log.turn + 1}
	s.look, s.account.due = true, true
	if same && s.admin {
		if s.codes = codes; s.codes.state.Step == TableHeld {
			s.reportTable()
		}
	}
}

func (s *nukiSession) answer(id core.CommandID, r core.Result, detail string) {
	s.tell(core.CommandAnswered{Lock: s.lock.ID, Command: id, Result: r, Detail: detail})
}

func (s *nukiSession) tell(e core.Event) { s.out.Events = append(s.out.Events, fromAir(s.lock.ID, e)) }

// say is one write: a lock takes each for a message of its own.
func (s *nukiSession) say(m nuki.Message) {
	f, err := s.ch.Seal(m)
	switch {
	case err != nil:
		s.fail(fmt.Errorf("driver: say %v: %w", m.Command(), err))
	case len(f) > s.mtu-3:
		s.fail(fmt.Errorf("driver: say %v: it has %d bytes, and this link carries %d at a time", m.Command(), len(f), s.mtu-3))
	default:
		s.out.Frames = append(s.out.Frames, ble.Note{Char: nukiUSDIO, Data: f})
	}
}

func (s *nukiSession) fail(err error) {
	if s.out.Err == nil {
		s.out.Err = err
	}
}

func (s *nukiSession) by(up time.Duration) {
	if s.out.Next == 0 || up < s.out.Next {
		s.out.Next = up
	}
}
