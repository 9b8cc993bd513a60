package lan

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

var silent = slog.New(slog.DiscardHandler)

// place is a network without a network: it has an address at some times, and notes what is
// announced when.
type place struct {
	start time.Time
	addr  func(after time.Duration) string
	notes []string
}

func (p *place) addrs() []string {
	if a := p.addr(time.Since(p.start)); a != "" {
		return []string{a}
	}
	return nil
}

func (p *place) note(what string) {
	p.notes = append(p.notes, fmt.Sprintf("%v %s", time.Since(p.start), what))
}

func (p *place) register(Service) (func(), error) {
	at := p.addrs()
	if len(at) == 0 {
		p.note("refused")
		return nil, errors.New("no address")
	}
	p.note("hello " + at[0])
	return func() { p.note("goodbye " + at[0]) }, nil
}

// [mdns] A box that has no address yet is announced when it has one, again when it has
// another, and leaves cleanly; nothing of it is fatal.
func TestAnnounceFollowsTheAddresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &place{start: time.Now(), addr: func(d time.Duration) string {
			switch s := d.Seconds(); {
			case s < 6 || s >= 46 && s < 56:
				return ""
			case s < 36:
				return "10.0.0.1"
			}
			return "10.0.0.9"
		}}
		ctx, cancel := context.WithTimeout(t.Context(), 66*time.Second)
		defer cancel()
		announce(ctx, Service{ID: "4f2a91c0"}, silent, p.register, p.addrs)
		want := []string{"0s refused", "1s refused", "3s refused", "7s hello 10.0.0.1", "37s goodbye 10.0.0.1", "37s hello 10.0.0.9",
			"47s goodbye 10.0.0.9", "47s refused", "48s refused", "50s refused", "54s refused", "1m2s hello 10.0.0.9", "1m6s goodbye 10.0.0.9"}
		if !slices.Equal(p.notes, want) {
			t.Errorf("%q", p.notes)
		}
	})
}

// A hub that stops while it waits for an address stops at once.
func TestStopWhileThereIsNoAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &place{start: time.Now(), addr: func(time.Duration) string { return "" }}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		announce(ctx, Service{}, silent, p.register, p.addrs)
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
