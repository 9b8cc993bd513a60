package softnuki

import (
	"cmp"
	"slices"
	"time"
)

// agenda is what the lock will do by itself, the next first.
type agenda []*task

// task is done once, at an Up of the clock, with the lock's mutex held.
type task struct {
	at time.Duration
	do func()
}

// after does something d from now; at once for none.
func (l *Lock) after(d time.Duration, do func()) *task {
	t := &task{l.clock.Now().Up + d, do}
	if d == 0 {
		do()
		return t
	}
	l.on.agenda = append(l.on.agenda, t)
	slices.SortStableFunc(l.on.agenda, func(a, b *task) int { return cmp.Compare(a.at, b.at) })
	return t
}

// forget takes a task off; nil is none.
func (l *Lock) forget(t *task) {
	l.on.agenda = slices.DeleteFunc(l.on.agenda, func(o *task) bool { return o == t })
}

// turn does everything that is due. Whoever enters the lock calls it first.
func (l *Lock) turn() {
	for l.on != nil && len(l.on.agenda) > 0 && l.on.agenda[0].at <= l.clock.Now().Up {
		t := l.on.agenda[0]
		l.on.agenda = l.on.agenda[1:]
		t.do()
	}
}

// run is the lock's own sense of time.
func (l *Lock) run() {
	defer l.work.Done()
	for {
		due, stop := l.due()
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

// due does what is due, and fires when more will be.
func (l *Lock) due() (<-chan struct{}, func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	l.keepIfDirty()
	if l.on == nil || len(l.on.agenda) == 0 {
		return nil, func() {}
	}
	return l.clock.After(max(l.on.agenda[0].at-l.clock.Now().Up, time.Millisecond))
}

// settle is for whoever enters the lock, when it leaves: what changed is kept before anybody is
// told, because who tells waits for the mutex.
func (l *Lock) settle() {
	l.turn()
	l.keepIfDirty()
	select {
	case l.poke <- struct{}{}:
	default:
	}
}

// now is the lock's own clock, in seconds since 1970; it may be wrong.
func (l *Lock) now() int64 { return l.clock.Now().Wall/int64(time.Second) + l.rec.Skew }
