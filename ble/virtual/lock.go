package virtual

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"sync"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

const (
	maxConns = 4 // links at a time
	maxMoves = 4 // that wait for the motor
)

// Config of a lock. Only Serial decides which lock it is; the zero Config is a lock as new.
type Config struct {
	Serial   profile.Serial // zero: the one in Memory, or a random one
	Model    string
	Firmware string        // as it left the factory
	Memory   Memory        // nil: RAM
	NoSensor bool          // no door contact fitted; only a new lock asks
	Journal  int           // entries that it has room for; 0: profile.MinJournal
	Room     int           // rows of a table; 0: 2000
	Motor    time.Duration // that a move takes; 0: none, and no ResultAccepted
	Random   io.Reader     // nil: the system's
	// FirmwareNumber of Firmware; an image that is to replace it has a higher one.
	FirmwareNumber uint32
	// Maker signs its firmware; nil: it takes none.
	Maker ed25519.PublicKey
	// Lacks are the parts that it is made without: a lock of another make, or an old one.
	Lacks profile.Ability
	// Say, if set, is told in a line what can be seen and heard at the door. It must neither
	// block nor call the lock.
	Say func(string)
}

// Lock is one lock. It is safe for concurrent use. Whoever made it closes it.
type Lock struct {
	cfg    Config
	clock  core.Clock
	serial profile.Serial

	mu    sync.Mutex // guards what follows, and every channel (profile.Channel) of conns
	rec   *record
	own   profile.KeyPair
	on    *awake // nil: no power
	conns map[*Conn]bool
	news  news
	fault error  // of the last save
	kept  uint32 // head of the journal in the last save that worked: nothing above it is told

	keptSeq uint32 // of the advertisement, in that save
	tables  tables // of rec

	flags   profile.Flags // as advertised
	alias   alias         // the address that it goes by
	changed chan struct{} // closed, and made anew, when either changes
	closed  bool

	poke    chan struct{} // run looks at the time again
	closing chan struct{} // closed by Close
	work    sync.WaitGroup
}

// New starts a lock: with an empty memory as it leaves the factory, else as after a power cut.
func New(cfg Config, clock core.Clock) (*Lock, error) {
	if cfg.Memory == nil {
		cfg.Memory = &RAM{}
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	if cfg.Journal == 0 {
		cfg.Journal = profile.MinJournal
	}
	if cfg.Room == 0 {
		cfg.Room = defaultRoom
	}
	if n := len(cfg.Maker); n != 0 && n != ed25519.PublicKeySize {
		return nil, fmt.Errorf("virtual: a maker's key has %d bytes, and this has %d", ed25519.PublicKeySize, n)
	}
	if len(cfg.Model) > profile.MaxText || len(cfg.Firmware) > profile.MaxText {
		return nil, fmt.Errorf("virtual: a model and a firmware have at most %d bytes", profile.MaxText)
	}
	rec, err := load(cfg)
	if err != nil {
		return nil, err
	}
	l := &Lock{
		cfg: cfg, clock: clock, serial: profile.Serial(rec.Serial), conns: map[*Conn]bool{},
		changed: make(chan struct{}), poke: make(chan struct{}, 1), closing: make(chan struct{}),
	}
	if err := l.use(rec); err != nil {
		return nil, err
	}
	l.wake()
	l.commit()
	if l.fault != nil {
		return nil, l.fault // a lock that never kept its keys must not be paired
	}
	l.work.Add(1)
	go l.run()
	return l, nil
}

// use makes a record that was kept the lock's.
func (l *Lock) use(r *record) error {
	own, err := r.key()
	if err != nil {
		return err
	}
	t, err := r.tables()
	if err != nil {
		return fmt.Errorf("virtual: read the table: %w", err)
	}
	l.rec, l.own, l.tables = r, own, t
	l.kept, l.keptSeq, l.news = r.Journal.Head, r.Seq, news{}
	return nil
}

// Close takes the power away for good and waits for whatever the lock has running. Every notify
// function must return once its link is gone.
func (l *Lock) Close() {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		l.sleep()
		l.commit()
		close(l.closing)
	}
	l.mu.Unlock()
	l.work.Wait()
}

// run is the lock's own sense of time: it does what is due, and waits for what is next.
func (l *Lock) run() {
	defer l.work.Done()
	for {
		l.mu.Lock()
		l.turn()
		l.commit()
		wait, some := l.next()
		l.mu.Unlock()
		var due <-chan struct{}
		stop := func() {}
		if some {
			due, stop = l.clock.After(max(wait, time.Millisecond))
		}
		select {
		case <-due:
		case <-l.poke:
		case <-l.closing:
			stop()
			return
		}
		stop()
	}
}

// Serial is printed on the lock.
func (l *Lock) Serial() profile.Serial { return l.serial }

// SetupCode is printed in the lock.
func (l *Lock) SetupCode() profile.SetupCode {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rec.code()
}

// PublicKey is the lock's own; a factory reset makes another.
func (l *Lock) PublicKey() profile.PublicKey {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.own.Public
}

// Paired is true while some hub's key may open a session.
func (l *Lock) Paired() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, paired := l.rec.hub()
	return paired
}

// Powered tells whether it has power.
func (l *Lock) Powered() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.on != nil
}

// can is what it has of the parts that a lock may lack.
func (l *Lock) can() profile.Ability {
	can := profile.CanTable | profile.CanSealAdvert | profile.CanIdentify | profile.CanPeers | profile.CanRelease | profile.CanDigital
	if l.cfg.Maker != nil {
		can |= profile.CanUpdate
	}
	return can &^ l.cfg.Lacks
}

// State is what the lock would say of itself; without power, the zero State.
func (l *Lock) State() profile.State {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on == nil {
		return profile.State{}
	}
	return l.state()
}

func (l *Lock) say(format string, args ...any) {
	if l.cfg.Say != nil {
		l.cfg.Say(fmt.Sprintf(format, args...))
	}
}
