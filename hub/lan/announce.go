package lan

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"
)

// Announce keeps the service known until ctx ends, and then says goodbye: on every link as it is
// there, again whenever links, addresses or what is says change, under another name where the
// name is taken. what is asked every second. It returns nil: doors do not depend on it.
func Announce(ctx context.Context, what func() Service, log *slog.Logger) error {
	quiet()
	a := announcer{log: log, what: what, look: look, open: open, register: register}
	a.run(ctx)
	return nil
}

const (
	lookEvery = time.Second // for another address, or something else to tell
	lastPause = 16 * time.Second
)

// Why what was announced has to be announced again.
var (
	errNoLink   = errors.New("no link has an address")
	errMoved    = errors.New("there is something else to tell")
	errTaken    = errors.New("another box has this name")
	errLater    = errors.New("another box asks for this name, and goes first")
	errDisputed = errors.New("another box uses this name")
	errMute     = errors.New("the responder does not answer")
)

// announcer goes round: look at the links, get the name, register, hold it until something is
// different. Of its fields only run and what it calls touch the last four.
type announcer struct {
	log      *slog.Logger
	what     func() Service
	look     func() []link
	open     func([]link) (ether, error)
	register func(claim) (goodbye func(), err error)

	n     int    // of our name
	holds claim  // what is registered
	leave func() // ends that; nil: nothing is registered
	why   string // nothing is, and that was said; "": it is
}

func (a *announcer) run(ctx context.Context) {
	defer a.goodbye()
	a.n = 1
	for tries := 0; ctx.Err() == nil; {
		began := time.Now()
		err := a.once(ctx)
		if tries++; time.Since(began) > lastPause {
			tries = 1
		}
		if pause := a.after(err, tries); pause > 0 && !rest(ctx, pause) {
			return
		}
	}
}

// after is what follows from an end, all of it: whether we may stay registered, the next name,
// and the pause. Who disputes without an end makes us slow, and nobody else.
func (a *announcer) after(err error, tries int) time.Duration {
	grown := min(time.Second<<min(tries-1, 10), lastPause)
	switch {
	case errors.Is(err, errMoved):
		return 0 // stays registered until the new one is
	case errors.Is(err, errNoLink):
		a.goodbye()
		a.says(err)
		return lookEvery
	case errors.Is(err, errLater), errors.Is(err, errMute):
		a.goodbye()
	case errors.Is(err, errTaken), errors.Is(err, errDisputed):
		a.goodbye()
		if errors.Is(err, errTaken) {
			a.log.Warn("another box on this network has the name; taking the next", "name", a.what().Instance(a.n), "next", a.what().Instance(a.n+1))
			a.n++
		}
		if tries > 15 { // [RFC 6762, 8.1]
			return 5 * time.Second
		}
		return 0
	}
	a.says(err)
	return grown
}

// says why nothing is announced, once.
func (a *announcer) says(err error) {
	if err.Error() != a.why {
		a.log.Info("not announced on the local network", "why", err)
	}
	a.why = err.Error()
}

// once returns why what it announced is not so any more.
func (a *announcer) once(ctx context.Context) error {
	c := claim{a.what(), a.n, a.look()}
	if len(c.links) == 0 {
		return errNoLink
	}
	e, err := a.open(c.links)
	if err != nil {
		return err
	}
	defer e.Close()
	if !a.has(c) {
		if err := probe(ctx, e, c); err != nil {
			return err
		}
	}
	a.goodbye()
	if a.leave, err = a.register(c); err != nil {
		return err
	}
	a.holds, a.why = c, ""
	a.log.Info("announced on the local network", "instance", c.service.Instance(c.n), "type", Type)
	return a.hold(ctx, e, c)
}

// has is true while only the text differs: then the name needs no new asking.
func (a *announcer) has(c claim) bool {
	return a.leave != nil && a.holds.n == c.n && a.holds.service.ID == c.service.ID && a.holds.service.port() == c.service.port() &&
		slices.EqualFunc(a.holds.links, c.links, sameLink)
}

func (a *announcer) goodbye() {
	if a.leave != nil {
		a.leave()
		a.leave = nil
	}
}

// rest is false when ctx ended meanwhile. Real time, also in a demo that runs faster: the
// network is real.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
