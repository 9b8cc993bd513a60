package softnuki

import (
	"crypto/rand"
	"fmt"
	"io"
	"sync"
	"time"

	"localiq/ble/nuki"
	"localiq/ble/virtual"
	"localiq/core"
)

// Config of a lock. What only a new lock asks is kept in Memory, and goes before it from then on.
// The zero Config is a lock of generation 3 with everything fitted, and a motor that takes no time.
type Config struct {
	Memory virtual.Memory // nil: RAM
	Key    nuki.KeyPair   // nil: the one in Memory, or a random one
	Random io.Reader      // nil: the system's; else what it draws, in order: all nonces, of frames too

	// Only a new lock asks; zero is a random one, or the plain one.
	ID         nuki.ID
	Generation nuki.Generation // unknown: Classic
	UUID       nuki.UUID
	PIN        nuki.PIN // of the Generation's width
	ZoneID     uint16   // see zones; 0: none, its time is UTC
	NoSensor   bool     // no door sensor
	NoKeypad   bool
	NoLog      bool // the log and its door events are off, until somebody turns them on

	Motor time.Duration // that a turn takes, either way
	Latch time.Duration // that the latch is held before it falls back
	Log   int           // entries that it has room for; 0: 500
	Room  int           // codes; 0: 100
	// Old is what firmware of 2016 says behind the battery, under ShortState; nobody knows what it means.
	Old [5]byte
	// Say, if set, is told in a line what can be seen and heard at the door. It must neither block
	// nor call the lock.
	Say func(string)
}

// Lock is one lock. It is safe for concurrent use. Whoever made it closes it.
type Lock struct {
	cfg   Config
	clock core.Clock
	key   nuki.KeyPair
	pin   nuki.PIN

	mu      sync.Mutex // guards what follows, and every Line
	rec     *record
	on      *awake // nil: no power
	lines   map[*Line]bool
	faults  map[Fault]int
	dirty   bool
	changed chan struct{} // closed, and made anew, when the advertisement changes
	closed  bool

	poke    chan struct{} // run looks at the time again
	closing chan struct{}
	work    sync.WaitGroup
}

// awake is what a power cut takes.
type awake struct {
	agenda     agenda
	moving     bool
	pairing    *task // the end of the pairing window; nil: it is closed
	alternates *task // the next turn of the two advertisements while it is open
	service    bool  // the pairing kind is shown
	tries      int   // wrong PINs in a row
	blocked    *task // the end of ErrorTooManyPINs; nil: none
}

const (
	defaultLog  = 500
	defaultRoom = 100
)

// New starts a lock: with an empty memory as it leaves the factory, else as after a power cut.
func New(cfg Config, clock core.Clock) (*Lock, error) {
	if cfg.Memory == nil {
		cfg.Memory = &virtual.RAM{}
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	if cfg.Log == 0 {
		cfg.Log = defaultLog
	}
	if cfg.Room == 0 {
		cfg.Room = defaultRoom
	}
	l := &Lock{
		cfg: cfg, clock: clock, lines: map[*Line]bool{}, faults: map[Fault]int{},
		changed: make(chan struct{}), poke: make(chan struct{}, 1), closing: make(chan struct{}),
	}
	var err error
	if l.rec, err = load(cfg); err != nil {
		return nil, err
	}
	if l.pin, err = nuki.NewPIN(l.rec.Generation, l.rec.PIN); err != nil {
		return nil, fmt.Errorf("softnuki: the lock's memory is damaged: %w", err)
	}
	if l.key = cfg.Key; l.key == nil {
		l.key = nuki.NewPrivateKey(l.rec.Key)
	}
	l.wake()
	if err := l.keep(); err != nil {
		return nil, err
	}
	l.work.Add(1)
	go l.run()
	return l, nil
}

// Close takes the power away for good and waits for whatever the lock has running. Every tell
// function must return once its link is gone.
func (l *Lock) Close() {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		l.sleep()
		l.keep()
		close(l.closing)
	}
	l.mu.Unlock()
	l.work.Wait()
}

// ID, Name, Generation and PIN are printed with the lock.
func (l *Lock) ID() nuki.ID                 { return nuki.ID(l.rec.ID) }
func (l *Lock) Name() string                { return l.ID().Name() }
func (l *Lock) Generation() nuki.Generation { return l.rec.Generation }
func (l *Lock) PIN() nuki.PIN               { return l.pin }

// PublicKey is the lock's own.
func (l *Lock) PublicKey() nuki.PublicKey { return l.key.Public() }

// SetupCode is what a person types at `localiq lock add`. It holds the PIN.
func (l *Lock) SetupCode() string {
	digits := 4
	if l.Generation() == nuki.Fifth {
		digits = 6
	}
	return fmt.Sprintf("nuki %s %0*d", l.ID(), digits, l.pin.Number())
}

// Paired is true while anybody may speak.
func (l *Lock) Paired() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.rec.Auths) > 0
}

// State is what the lock would say of itself; without power, the zero States.
func (l *Lock) State() nuki.States {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on == nil {
		return nuki.States{}
	}
	l.turn()
	return l.states()
}

// wake is the power coming on. The bolt is where it was left, however it was moving.
func (l *Lock) wake() { l.on = &awake{} }

// sleep is the power going: nobody is told, and links fall silent.
func (l *Lock) sleep() {
	l.on = nil
	for c := range l.lines {
		c.gone()
	}
}

func (l *Lock) say(format string, args ...any) {
	if l.cfg.Say != nil {
		l.cfg.Say(fmt.Sprintf(format, args...))
	}
}
