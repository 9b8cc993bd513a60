//go:build e2e && linux

package e2e

import (
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"localiq/ble/rig/vradio"
)

// lock is a software lock: a process with an adapter of its own, or one that this process hosts.
type lock struct {
	*voice
	code, door string
	do         func(hands string) error
	pid        int // of a process
	*hosted        // nil for a process
}

// newLock starts a process.
func newLock(t *testing.T, name string, on *vradio.Controller) *lock {
	t.Helper()
	p := start(t, name, "softlock", "--adapter", on.Name(), "--state", filepath.Join(t.TempDir(), "lock"))
	l := &lock{voice: p.voice, pid: p.cmd.Process.Pid, do: func(text string) error { p.say(text); return nil }}
	l.code = strings.TrimSpace(strings.TrimPrefix(l.want(patience, "setup code ").text, "setup code "))
	l.want(patience, "advertising")
	return l
}

// say is what hands do, and returns when.
func (l *lock) say(hands string) time.Time {
	l.t.Helper()
	at := time.Now()
	if err := l.do(hands); err != nil {
		l.t.Fatalf("%s: %v", l.name, err)
	}
	return at
}

// reading is a tag at the lock: when it was presented, when a link was there if none was before,
// and when the lock had its verdict.
type reading struct {
	presented, linked, verdict line
	tries                      int
	first                      time.Time // of all tries
}

func (r reading) took() time.Duration { return r.verdict.at.Sub(r.presented.at) }

// late counts tags that the lock refused by itself after 2.5 s, because this machine was too busy.
var late atomic.Int64

// What a lock says of a key that it was shown. admitted is its own table's word, the others are
// the hub's; away is when it knew nothing and the hub said nothing.
const (
	granted  = "granted"
	denied   = "denied"
	unknown  = "denied: CREDENTIAL_UNKNOWN"
	admitted = "admitted by the table"
	away     = "refused, no verdict"
)

// present shows a tag until there is a verdict, which must be one of those expected. A machine that
// is busy with other things may need more than one tag, as a person would; that is counted.
func (l *lock) present(tag string, answers ...string) (r reading) {
	l.t.Helper()
	first := time.Now()
	for try := range 5 {
		l.forget()
		l.say("tag " + tag)
		r = reading{presented: l.want(patience, "tag presented"), tries: try + 1, first: first}
		r.verdict = l.want(patience, "link up", granted, denied, away, admitted)
		if strings.Contains(r.verdict.text, "link up") {
			r.linked = r.verdict
			r.verdict = l.want(patience, granted, denied, away, admitted)
		}
		for _, a := range answers {
			if strings.Contains(r.verdict.text, a) {
				return r
			}
		}
		if !strings.Contains(r.verdict.text, away) {
			l.t.Fatalf("%s: %q, want %q", l.name, r.verdict.text, answers)
		}
		late.Add(1)
	}
	l.t.Fatalf("%s: five tags in a row had no verdict", l.name)
	return r
}

// rest waits until the link is idle and gone.
func (l *lock) rest() { l.t.Helper(); l.want(60*time.Second, "link ended", "link down") }
