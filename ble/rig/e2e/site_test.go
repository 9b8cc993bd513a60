//go:build e2e && linux

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"localiq/core"
	"localiq/hub/api"
)

// The site: Ana may toggle office mode at the front door; Ben may only open. Its locks know nobody
// by themselves, so that every verdict is the hub's.
const (
	anaTag     = "04A1B2C3D4E5F6"
	benTag     = "04A1B2C3D4E5F7"
	strangeTag = "04DEADBEEF0101"

	siteYAML = `version: 1
site:
  name: The rig
  zone: Europe/Vienna
schedules:
  - name: Office hours
    windows: [Mon-Fri 08:00-18:00]
doors:
  - name: Front
    office: easy
    schedule: Office hours
    table: none
  - name: Back
    table: none
groups:
  - name: Staff
    doors: [Front, Back]
people:
  - first: Ana
    role: owner
    rights: [eom]
    groups: [Staff]
    keys: [{tag: "` + anaTag + `"}]
  - first: Ben
    groups: [Staff]
    keys: [{tag: "` + benTag + `"}]
`
)

// setClock sets the guest's wall clock to a local time of the site's, on a Monday.
func setClock(t *testing.T, hms string) {
	t.Helper()
	at := wall(t, hms)
	if err := unix.Settimeofday(&unix.Timeval{Sec: at.Unix()}); err != nil {
		t.Fatal(err)
	}
}

// today is the guest's day; a window of one day runs once (OM-3).
var today = "2026-11-23"

func wall(t *testing.T, hms string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, today+"T"+hms+"+01:00")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// site is a hub with its data, and what it has told.
type site struct {
	whole *testing.T // the whole test: its end is the processes' end
	t     *testing.T // the step
	data  string
	on    []string // adapters
	at    string   // instead: the socket of a radio that runs already
	hub   *program
	lines chan core.Line // instead of feed: from the same stream, without a process that reads along
	api   *api.Client    // the socket that the command line speaks to, without a program for each word
	feed  *program       // events --follow
	seen  core.Seq
	told  []core.Line
}

// newSite is on the hub's adapter unless others are named.
func newSite(t *testing.T, adapters ...string) *site {
	s := &site{whole: t, t: t, data: t.TempDir(), on: adapters}
	if len(adapters) == 0 {
		s.on = []string{hub.Name()}
	}
	s.start()
	return s
}

// start also starts again: what was told before is not told twice.
func (s *site) start() {
	s.t.Helper()
	args := []string{"run", "--data", s.data, "--no-mdns", "--links", "5", "--believe-clock"} // a test sets the clock as it likes
	for _, a := range s.on {
		args = append(args, "--adapter", a)
	}
	if s.at != "" {
		args = append(args, "--radio", s.at)
	}
	s.hub = start(s.whole, "hub", args...)
	s.hub.want(patience, "the hub is up")
	s.api = s.dial()
	if s.lines == nil {
		s.feed = start(s.whole, "feed", "events", "--data", s.data, "--json", "--follow", "--since", fmt.Sprint(s.seen))
	}
}

// follow makes the feed a stream in this process: for a site with so much going on that the
// emulated processor has better things to do. It outlives the hub.
func (s *site) follow() {
	s.feed.stop()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	s.lines = make(chan core.Line, 1<<14)
	go func() {
		defer close(done)
		s.api.Follow(ctx, api.Mark{}, func(l core.Line) error { s.lines <- l; return nil })
	}()
	s.whole.Cleanup(func() { cancel(); <-done })
	s.told, s.seen = nil, 0
}

// dial waits until the hub serves its socket: it says that it is up a little before.
func (s *site) dial() *api.Client {
	s.t.Helper()
	for end := time.Now().Add(patience); ; {
		c, err := api.Dial(filepath.Join(s.data, "localiq.sock"))
		if err == nil {
			return c
		}
		if time.Now().After(end) {
			s.t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (s *site) kill() {
	s.hub.kill()
	if s.lines == nil {
		s.feed.stop()
	}
	s.drain(0)
}

// drain reads what the feed has told, and waits for at least one more line if there is none.
func (s *site) drain(within time.Duration) {
	s.t.Helper()
	for {
		x, ok := s.next(within)
		if !ok {
			return
		}
		within = 0
		if x.Seq < s.seen {
			s.t.Errorf("event %d came after %d", x.Seq, s.seen)
		}
		s.seen = max(s.seen, x.Seq)
		s.told = append(s.told, x)
	}
}

// next is the next line of the feed; false: none came.
func (s *site) next(within time.Duration) (x core.Line, ok bool) {
	s.t.Helper()
	if s.lines != nil {
		select {
		case x = <-s.lines:
			return x, true
		default:
		}
		select {
		case x = <-s.lines:
			return x, true
		case <-time.After(within):
			return x, false
		}
	}
	l, ok := s.feed.see(within, "{")
	if ok {
		if err := json.Unmarshal([]byte(l.text), &x); err != nil {
			s.t.Fatalf("feed: %v in %s", err, l.text)
		}
	}
	return x, ok
}

const anywhere = "*" // any door

// all are the events of a kind at a door since the event after.
func (s *site) all(what core.What, door string, after core.Seq) (ls []core.Line) {
	for _, l := range s.told {
		if l.What == what && (door == anywhere || l.DoorName == door) && l.Seq > after {
			ls = append(ls, l)
		}
	}
	return ls
}

// want waits for the first event of a kind at a door after an event.
func (s *site) want(within time.Duration, what core.What, door string, after core.Seq) core.Line {
	s.t.Helper()
	for end := time.Now().Add(within); ; {
		if ls := s.all(what, door, after); len(ls) > 0 {
			return ls[0]
		}
		left := time.Until(end)
		if left <= 0 {
			s.t.Fatalf("no %q at %s in %s; told: %s", what, door, within, s.story())
		}
		s.drain(left)
	}
}

func (s *site) story() string {
	var b strings.Builder
	for _, l := range s.told {
		fmt.Fprintf(&b, "\n  %d %s %s %s %s", l.Seq, time.Duration(l.At.Up).Round(time.Millisecond), l.What, l.DoorName, l.Reason)
	}
	return b.String()
}

// radio is the process id of the hub's radio.
func (s *site) radio() int {
	s.t.Helper()
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range stats {
		b, err := os.ReadFile(f)
		if err != nil {
			continue // it has ended meanwhile
		}
		fields := strings.Fields(string(b[strings.LastIndex(string(b), ")")+1:]))
		if len(fields) > 1 && fields[1] == fmt.Sprint(s.hub.cmd.Process.Pid) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(f)))
			return pid
		}
	}
	s.t.Fatal("the hub has no radio process")
	return 0
}
