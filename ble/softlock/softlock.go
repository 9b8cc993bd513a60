// Package softlock is a lock in software as a real Bluetooth peripheral: a rehearsal for
// installers, and the far end of the tests over the kernel's stack. What it does as a lock is
// virtual.Lock's, or softnuki's; this package only gives it an antenna and a pair of hands.
package softlock

import (
	"bufio"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"localiq/ble/radio"
	"localiq/ble/virtual"
)

// againIn is the pause before an adapter that failed is opened again.
const againIn = time.Second

// Config of a lock; Model and Maker may be empty.
type Config struct {
	Adapter string // that it has for itself
	State   string // file that is its memory: from its first start on it is the lock that it began as
	Model   string // one of Models
	Maker   string // of localiq: file with the public key of whoever signs its firmware; none: it takes no firmware
}

// Run is one lock on one adapter until ctx ends. Each line of hands is what hands do at a door
// (HandsHelp); each line on out is a thing that happened. The first says who it is. The setup code
// is printed while nobody has paired with the lock: it is the label on its inside. Run returns an
// error when the lock's memory or, at first, the adapter cannot be used.
func Run(ctx context.Context, cfg Config, hands io.Reader, out io.Writer) error {
	said := newTeller(out)
	defer said.close()
	lock, err := makeLock(cfg, said.tell)
	if err != nil {
		return err
	}
	defer lock.close()
	for _, line := range lock.label {
		said.tell(line)
	}
	go obey(lock, hands, said) // ends with hands, which the caller closes or leaves
	return onAir(ctx, lock, lock.name, cfg.Adapter, said)
}

// obey does what hands say, a line at a time. A line may hold a tag's number: it is not repeated.
func obey(lock virtual.Device, hands io.Reader, said *teller) {
	lines := bufio.NewScanner(hands)
	for lines.Scan() {
		if err := lock.Hands(lines.Text()); err != nil {
			said.tell("error: " + err.Error())
		}
	}
}

// onAir gives the lock an antenna for as long as it has power, again and again.
func onAir(ctx context.Context, lock virtual.Device, name, adapter string, said *teller) error {
	for opened := false; ; {
		if !powered(ctx, lock) {
			return ctx.Err()
		}
		err := antenna(ctx, lock, name, adapter, func(s string) { opened = true; said.tell(s) })
		var e *radio.OpenError
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil: // the power went
			continue
		case errors.As(err, &e) && !opened:
			return err
		}
		said.tell("adapter: " + err.Error())
		select {
		case <-time.After(againIn):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// powered waits for the lock to have power; false when ctx ends first.
func powered(ctx context.Context, lock virtual.Device) bool {
	for {
		changed := lock.Changed()
		if lock.Powered() {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// teller writes lines in the order in which they were told, from a goroutine of its own: who
// tells may hold a mutex.
type teller struct {
	lines  chan string
	closed chan struct{}
	done   sync.WaitGroup
}

// newTeller starts one; what is told faster than out takes it waits beyond 1024 lines.
func newTeller(out io.Writer) *teller {
	t := &teller{lines: make(chan string, 1024), closed: make(chan struct{})}
	t.done.Go(func() {
		for {
			select {
			case s := <-t.lines:
				io.WriteString(out, s+"\n")
			case <-t.closed:
				for len(t.lines) > 0 {
					io.WriteString(out, <-t.lines+"\n")
				}
				return
			}
		}
	})
	return t
}

// tell is void once the teller is closed.
func (t *teller) tell(s string) {
	select {
	case t.lines <- s:
	case <-t.closed:
	}
}

// close writes what was told before it.
func (t *teller) close() {
	close(t.closed)
	t.done.Wait()
}
