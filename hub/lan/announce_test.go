package lan

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"
)

// [mdns] A box that has no address yet is announced when it has one, again when it has
// another, and leaves cleanly; nothing of it is fatal.
func TestAnnounceFollowsTheAddresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStreet().house(t, "4f2a91c0", "")
		h.addr = func(d time.Duration) string {
			switch s := d.Seconds(); {
			case s < 6.5 || s >= 46 && s < 56:
				return ""
			case s < 36:
				return "10.0.0.1"
			}
			return "10.0.0.9"
		}
		ctx, cancel := context.WithTimeout(t.Context(), 66*time.Second)
		defer cancel()
		h.lives(ctx)
		h.want("7.75s hello Local IQ 4F2A91 10.0.0.1", "37.5s goodbye Local IQ 4F2A91 10.0.0.1", "37.5s hello Local IQ 4F2A91 10.0.0.9",
			"46.5s goodbye Local IQ 4F2A91 10.0.0.9", "57.25s hello Local IQ 4F2A91 10.0.0.9", "1m6s goodbye Local IQ 4F2A91 10.0.0.9")
	})
}

// A hub that stops while it waits for an address stops at once.
func TestStopWhileThereIsNoAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStreet().house(t, "4f2a91c0", "")
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		h.lives(ctx)
		if d := time.Since(h.street.start); d != time.Hour || len(h.notes) > 0 {
			t.Errorf("%v, %q", d, h.notes)
		}
	})
}

// [mdns] What is told changes with what it is about: within a second, and without asking for the
// name again, so that nobody's list loses it in between.
func TestReleaseIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStreet().house(t, "4f2a91c0", "10.0.0.1")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		time.AfterFunc(10*time.Second+100*time.Millisecond, func() { h.becomes(Service{ID: "4f2a91c0", Version: "0.1", Released: true}) })
		time.AfterFunc(15*time.Second, func() {
			h.street.mu.Lock()
			defer h.street.mu.Unlock()
			if !slices.Contains(h.telling.service.text(), "released=1") {
				t.Errorf("tells %q", h.telling.service.text())
			}
		})
		h.lives(ctx)
		h.want("750ms hello Local IQ 4F2A91 10.0.0.1", "10.75s goodbye Local IQ 4F2A91 10.0.0.1", "10.75s hello Local IQ 4F2A91 10.0.0.1", "20s goodbye Local IQ 4F2A91 10.0.0.1")
	})
}

// A responder that does not answer, as it is where an address may not be used yet, is asked
// again, and in the end registered again; slower each time.
func TestMuteResponderIsRegisteredAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStreet().house(t, "4f2a91c0", "10.0.0.1")
		h.mute = true
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		h.lives(ctx)
		if n := len(h.notes); n < 10 || n > 30 {
			t.Errorf("%q", h.notes)
		}
		questions := slices.DeleteFunc(h.said, func(m *dns.Msg) bool { return len(m.Ns) > 0 })
		if len(questions) < 60 || len(questions) > 180 {
			t.Errorf("asked itself %d times", len(questions))
		}
	})
}

// Who is heard asks itself once in five minutes: a network is not for its own sake.
func TestQuietWhileNothingHappens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStreet().house(t, "4f2a91c0", "10.0.0.1")
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		h.lives(ctx)
		if len(h.notes) != 2 || len(h.said) < 3+10 || len(h.said) > 3+12 {
			t.Errorf("%q, said %d things", h.notes, len(h.said))
		}
	})
}
