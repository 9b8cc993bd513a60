package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/virtual"
	"localiq/core"
	"localiq/core/clock"
)

// doorman stands in for a lock and a hub: a known tag opens the bolt for 6 s.
type doorman struct {
	now   func() time.Duration
	known map[string]bool
	free  time.Duration // until when the bolt is
	open  bool
	log   func(line string)
	t     *testing.T
}

func (d *doorman) do(line string) error {
	verb, arg, _ := strings.Cut(line, " ")
	switch verb {
	case "tag":
		if _, err := core.ParseTag(arg); err != nil {
			d.t.Errorf("%q: %v", line, err)
		}
		if d.known[arg] {
			d.free = d.now() + 6*time.Second
		}
	case "open":
		if d.open {
			d.t.Errorf("at %v an open door was opened", d.now())
		}
		d.open = true
	case "close":
		if !d.open {
			d.t.Errorf("at %v a closed door was closed", d.now())
		}
		d.open = false
	}
	d.log(line)
	return nil
}

// played runs a play for a while and returns what happened, a line each: time, door, line.
func played(t *testing.T, doors int, seed uint64, speed float64, long time.Duration) (notes []string) {
	synctest.Test(t, func(t *testing.T) {
		tn, _ := town(t, doors, 40, seed, noon)
		c := clock.Scaled(noon, speed)
		begin := c.Now().Up
		now := func() time.Duration { return (c.Now().Up - begin).Round(10 * time.Millisecond) }
		known := map[string]bool{}
		for _, a := range tn.cast {
			known[a.tag] = true
		}
		hands := map[core.DoorID]Hands{}
		for _, d := range tn.Doors {
			m := &doorman{now: now, known: known, t: t, log: func(line string) { notes = append(notes, fmt.Sprintf("%v %s %s", now(), d.ID, line)) }}
			hands[d.ID] = Hands{Do: m.do, Opens: func() bool { return now() < m.free }}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(float64(long)/speed))
		defer cancel()
		if err := tn.Play(ctx, c, hands); err != nil {
			t.Error(err)
		}
	})
	return notes
}

// note is one line of what happened, read again.
type note struct {
	at         time.Duration
	door, verb string
	arg        string
}

func readNotes(t *testing.T, lines []string) (ns []note) {
	for _, l := range lines {
		f := strings.Fields(l)
		at, err := time.ParseDuration(f[0])
		if err != nil {
			t.Fatal(err)
		}
		ns = append(ns, note{at, f[1], f[2], strings.Join(f[3:], " ")})
	}
	return ns
}

// A door is left open at 3 s and closed at 55 s, and nobody else is at it: at 41 s it is NOT
// CLOSED, whatever the seed and the number of doors.
func TestDoorIsLeftOpen(t *testing.T) {
	for seed := range uint64(5) {
		for _, doors := range []int{1, 2, 3, 16} {
			left := fmt.Sprintf("d-%02d", doors)
			var got []string
			for _, n := range readNotes(t, played(t, doors, seed, 1, 55500*time.Millisecond)) {
				if n.door == left {
					got = append(got, fmt.Sprintf("%v %s", n.at, n.verb))
				}
			}
			if want := []string{"3s handle", "3s open", "55s close"}; !slices.Equal(got, want) {
				t.Errorf("seed %d, %d doors: %q", seed, doors, got)
			}
		}
	}
}

// In ten minutes there is a bit of everything, and never two keys at one lock within the 2.5 s
// that it waits for a verdict.
func TestDayHasEverything(t *testing.T) {
	tn, _ := town(t, 4, 40, 3, noon)
	eom, known := map[string]bool{}, map[string]bool{}
	for _, a := range tn.cast {
		eom[a.tag], known[a.tag] = a.eom, true
	}
	count, last, toggles := map[string]int{}, map[string]time.Duration{}, 0
	ns := readNotes(t, played(t, 4, 3, 1, 10*time.Minute))
	for _, n := range ns {
		what := n.verb
		if n.verb == "tag" {
			if before, ok := last[n.door]; ok && n.at-before < 3*time.Second {
				t.Errorf("at %v a second key at %s after %v", n.at, n.door, n.at-before)
			}
			last[n.door] = n.at
			if !known[n.arg] {
				what = "stranger"
			}
			if eom[n.arg] && n.door == "d-01" {
				toggles++
			}
		}
		if !strings.Contains(virtual.HandsHelp, n.verb) {
			t.Errorf("no lock knows %q", n.verb)
		}
		count[what]++
	}
	if count["tag"] < 60 || count["stranger"] < 5 || count["handle"] < 5 || count["open"] < 60 || count["close"] < 60 || count["battery"] != 1 || toggles < 4 {
		t.Errorf("%v, %d toggles", count, toggles)
	}
}

// The same seed gives the same day, at any speed; another seed another.
func TestSameSeedSameDay(t *testing.T) {
	a, b := played(t, 6, 9, 1, 5*time.Minute), played(t, 6, 9, 1, 5*time.Minute)
	if !slices.Equal(a, b) {
		t.Error("the same seed gave two days")
	}
	if fast := played(t, 6, 9, 20, 5*time.Minute); !slices.Equal(a, fast) {
		t.Errorf("20 times as fast it is another day: %d lines and %d", len(a), len(fast))
	}
	if c := played(t, 6, 10, 1, 5*time.Minute); slices.Equal(a, c) {
		t.Error("two seeds gave one day")
	}
}

// Nobody passes a bolt that does not open, and hands that fail stop nobody else.
func TestBoltsAndBadLuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tn, _ := town(t, 3, 10, 1, noon)
		opened := map[core.DoorID]int{}
		tags := map[core.DoorID]int{}
		hands := map[core.DoorID]Hands{}
		for _, d := range tn.Doors {
			inside := false
			hands[d.ID] = Hands{Opens: func() bool { return false }, Do: func(line string) error {
				switch {
				case strings.HasPrefix(line, "tag"):
					tags[d.ID]++
				case line == "handle":
					inside = true
				case line == "open" && !inside:
					opened[d.ID]++
				case line == "close":
					inside = false
				}
				return fmt.Errorf("the lock has no power")
			}}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		if err := tn.Play(ctx, clock.Process(), hands); err != nil {
			t.Error(err)
		}
		if len(opened) > 0 || len(tags) != 3 {
			t.Errorf("opened %v, tags %v", opened, tags)
		}
		if err := tn.Play(ctx, clock.Process(), nil); err == nil {
			t.Error("a play without doors")
		}
	})
}
