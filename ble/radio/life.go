package radio

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"localiq/ble"
)

// life is the hub's end of one generation. It begins with a process and ends once, for one
// reason; then every request fails and every link ends.
type life struct {
	proc  Process
	far   bool // behind a stream that somebody else keeps: nothing is known of its process
	owner *Supervisor
	out   chan frame
	hello chan *hello
	ready chan *ready
	waits chan *failed  // the newest; the reader overwrites it
	began chan struct{} // a request began

	growth growth // watch's alone

	mu     sync.Mutex
	gen    uint64 // 0 until hello
	lastID uint64
	asked  map[uint64]*ask
	links  map[uint64]*link
	recent map[ble.Addr]time.Time
	newest uint64    // id of a link
	most   int       // peers that it can look for at a time
	lived  time.Time // when its stack showed last that it works
	last   Health

	wg    sync.WaitGroup // read and write
	once  sync.Once
	ended chan struct{}
	err   error // before ended is closed
}

// ask is a request under way. Link is set for a connect, so that the reader can make the link
// before it reads what comes after.
type ask struct {
	peer  ble.Addr
	wants wants
	done  chan *reply // of one
	link  *link
	lost  <-chan struct{} // the link's end; nil where there is none
	began time.Time
	until time.Time
	found bool // the peer of a connect: the controller has it
}

// calls is true for a connect whose peer is still looked for: nothing is under way with it.
func (a *ask) calls() bool { return a.wants == wantsLink && !a.found }

// wants is what a good answer holds.
type wants uint8

const (
	wantsNothing wants = iota
	wantsLink
	wantsHealth
)

// errGone never leaves the package: the link knows better why.
var errGone = errors.New("radio: the link ended meanwhile")

func newLife(p Process, s *Supervisor) *life {
	_, far := p.(remote)
	return &life{proc: p, far: far, owner: s, out: make(chan frame, maxOut), hello: make(chan *hello, 1), ready: make(chan *ready, 1),
		waits: make(chan *failed, 1), began: make(chan struct{}, 1),
		asked: map[uint64]*ask{}, links: map[uint64]*link{}, recent: map[ble.Addr]time.Time{}, ended: make(chan struct{})}
}

// end is called with the first reason that shows; later ones are only its echo.
func (l *life) end(err error) {
	l.once.Do(func() { l.err = err; close(l.ended) })
}

func (l *life) lastHealth() Health {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// standing counts links.
func (l *life) standing() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.links)
}

// send never blocks: a child that does not read has to be replaced.
func (l *life) send(f frame) {
	l.mu.Lock()
	f.Gen = l.gen
	l.mu.Unlock()
	select {
	case l.out <- f:
	default:
		l.end(&collapse{"the process hangs: it does not read what it is told"})
	}
}

func (l *life) write() {
	for {
		select {
		case f := <-l.out:
			b, err := f.encode()
			if err == nil {
				_, err = l.proc.Write(b)
			}
			if err != nil {
				l.end(io.EOF)
				return
			}
		case <-l.ended:
			return
		}
	}
}

func (l *life) read() {
	r := bufio.NewReader(l.proc)
	for {
		f, err := readFrame(r)
		switch err = endOf(err); {
		case err == nil:
			err = l.take(f)
		case l.isNew() && !errors.Is(err, io.EOF):
			err = fmt.Errorf("the radio speaks another protocol than this hub (%w): install the same version of localiq on both", err)
		}
		if err != nil {
			l.end(err)
			return
		}
	}
}

// isNew is true until its hello.
func (l *life) isNew() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.gen == 0
}
