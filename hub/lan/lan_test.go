package lan

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var silent = slog.New(slog.DiscardHandler)

// place is a network without a network: it notes what is announced when.
type place struct {
	start time.Time
	addrs []string
	notes []string
}

func (p *place) note(what string) {
	p.notes = append(p.notes, fmt.Sprintf("%v %s", time.Since(p.start), what))
}

func (p *place) register(s Service) (func(), error) {
	if len(p.addrs) == 0 {
		p.note("refused")
		return nil, errors.New("no address")
	}
	at := strings.Join(p.addrs, " ")
	p.note("hello " + at)
	return func() { p.note("goodbye " + at) }, nil
}

// [mdns] A box that has no address yet is announced when it has one, again when it has
// another, and leaves cleanly; nothing of it is fatal.
func TestAnnounceFollowsTheAddresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &place{start: time.Now()}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			announce(ctx, Service{ID: "4f2a91c0"}, silent, p.register, func() []string { return slices.Clone(p.addrs) })
			close(done)
		}()
		time.Sleep(6 * time.Second)
		p.addrs = []string{"10.0.0.1/8"}
		time.Sleep(30 * time.Second)
		p.addrs = []string{"10.0.0.9/8"}
		time.Sleep(10 * time.Second)
		p.addrs = nil
		time.Sleep(10 * time.Second)
		p.addrs = []string{"10.0.0.9/8"}
		time.Sleep(10 * time.Second)
		cancel()
		<-done
		want := []string{"0s refused", "1s refused", "3s refused", "7s hello 10.0.0.1/8", "37s goodbye 10.0.0.1/8", "37s hello 10.0.0.9/8",
			"47s goodbye 10.0.0.9/8", "47s refused", "48s refused", "50s refused", "54s refused", "1m2s hello 10.0.0.9/8", "1m6s goodbye 10.0.0.9/8"}
		if !slices.Equal(p.notes, want) {
			t.Errorf("%q", p.notes)
		}
	})
}

// A hub that stops while it waits for an address stops at once.
func TestStopWhileThereIsNoAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &place{start: time.Now()}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		announce(ctx, Service{}, silent, p.register, func() []string { return nil })
		if d := time.Since(p.start); d != time.Hour || len(p.notes) < 60 || len(p.notes) > 70 {
			t.Errorf("%v, %d tries", d, len(p.notes))
		}
	})
}

// What is told names no person, door or site, and says that no API is offered yet.
func TestServiceTellsLittle(t *testing.T) {
	s := Service{ID: "4f2a91c0", Version: "0.1"}
	if got := s.Instance(); got != "Local IQ 4F2A91" {
		t.Error(got)
	}
	if got := s.text(); !slices.Equal(got, []string{"txtvers=1", "id=4f2a91c0", "version=0.1", "api=0"}) {
		t.Error(got)
	}
}
