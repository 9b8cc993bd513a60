package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"localiq/core"
)

// life is the door from 08:58 to 09:45, with the hub that dies and comes back.
type life struct {
	activation
	t      *testing.T
	dir    string
	name   string
	lock   lock
	boot   int
	cmd    *exec.Cmd
	in     *json.Encoder
	pipe   *os.File
	out    *bufio.Scanner
	noise  *bytes.Buffer
	digest core.Digest

	last   word
	died   string // where; "": not yet
	lost   bool   // it is back, and nobody has told it the time
	held   bool   // ever
	points int
	next   int   // of the wishes
	asked  int64 // when it was first asked for at a console
}

// lived is the whole of it; dieAt 0: undisturbed.
func (a activation) lived(t *testing.T, origin string, tag core.Digest, dieAt, way int) *life {
	l := &life{activation: a, t: t, dir: t.TempDir(), digest: tag,
		name: fmt.Sprintf("killed at point %d, back %s", dieAt, comings[way].name), lock: lock{now: day(windowFrom - 2*time.Minute), bolt: core.BoltLocked}}
	l.lock.since = l.lock.now
	l.copies(origin)
	l.starts(birth{Boot: "boot1", Up: time.Hour, Wall: l.lock.now, Synced: true, DieAt: dieAt})
	for l.lock.now < day(theEnd) {
		if l.died != "" && l.cmd == nil {
			if back := comings[way].away; back == 0 || l.lock.now >= day(back) {
				l.comesBack(way)
			}
		}
		l.wishes()
		l.pass(l.stride())
	}
	if l.cmd == nil {
		t.Fatalf("%s: it is not back: %s", l.name, l.died)
	}
	l.isOver()
	l.ends()
	return l
}

// stride is small where things happen.
func (l *life) stride() time.Duration {
	for _, at := range []time.Duration{windowFrom, windowFrom + time.Minute, windowFrom + 5*time.Minute, windowFrom + 6*time.Minute, windowFrom + 11*time.Minute, windowTo} {
		if d := l.lock.now - day(at); d > -int64(2*time.Second) && d < int64(4*time.Second) {
			return time.Second
		}
	}
	return 15 * time.Second
}

// pass is some time in which everybody does what is due.
func (l *life) pass(d time.Duration) {
	l.lock.passes(d)
	l.does(step{Pass: d})
	l.true()
}

// wishes has people do what they would by now. Who stands at the door goes away when nobody answers; at a
// console one asks the same again until it was kept, and then it counts once.
func (l *life) wishes() {
	for l.next < len(l.activation.wishes) && l.lock.now >= day(l.activation.wishes[l.next].at) {
		w, request := l.activation.wishes[l.next], fmt.Sprint("wish ", l.next)
		switch {
		case w.tag:
			l.lock.tells(core.AccessRequested{Lock: killedLock, Request: core.RequestID(request), Kind: core.KeyTag, Digest: l.digest})
			l.does(step{})
		case l.cmd == nil:
			return
		default:
			at := l.lock.now
			if l.asked == 0 {
				l.asked = at
			}
			if l.does(step{Ask: &core.Asked{Origin: core.Origin{Kind: core.FromConsole, Request: request}, Wish: w.ask}}); l.cmd == nil {
				return
			}
		}
		l.next++
	}
}

// does has the hub take a step, and the lock and the hub answer each other until both are at rest.
func (l *life) does(s step) {
	for l.cmd != nil {
		s.Says, l.lock.says = append(s.Says, l.lock.says...), nil
		if l.in.Encode(s) != nil {
			l.buries()
			return
		}
		l.hears()
		if s = (step{}); len(l.lock.says) == 0 {
			return
		}
	}
	l.lock.says = nil // not heard; the next meeting begins with a report
}

// hears takes what the hub says until it has settled, or is dead.
func (l *life) hears() {
	for l.out.Scan() {
		var w word
		if err := json.Unmarshal(l.out.Bytes(), &w); err != nil {
			l.t.Fatalf("%s: %v: %s", l.name, err, l.out.Bytes())
		}
		switch {
		case w.Did != nil:
			l.lock.takes(*w.Did)
		case w.Point != "":
			l.died = w.Point
		case w.Settled != nil:
			l.last = w
			l.points = max(l.points, w.Points)
			return
		}
	}
	l.buries()
}

func (l *life) buries() {
	err := l.cmd.Wait()
	if l.cmd = nil; l.died == "" {
		l.t.Fatalf("%s: the hub ended by itself: %v\n%s", l.name, err, l.noise)
	}
	l.pipe.Close()
}

func (l *life) starts(b birth) {
	words, theirs, err := os.Pipe()
	if err != nil {
		l.t.Fatal(err)
	}
	start, _ := json.Marshal(b)
	l.noise = &bytes.Buffer{}
	l.cmd = exec.Command(os.Args[0], "-test.run=^TestKilledHubIsAChild$")
	l.cmd.Env = append(os.Environ(), killedDir+"="+l.dir, killedStart+"="+string(start))
	l.cmd.ExtraFiles, l.cmd.Stdout, l.cmd.Stderr = []*os.File{theirs}, l.noise, l.noise
	in, err := l.cmd.StdinPipe()
	if err == nil {
		err = l.cmd.Start()
	}
	if err != nil {
		l.t.Fatal(err)
	}
	theirs.Close()
	l.in, l.pipe, l.out = json.NewEncoder(in), words, bufio.NewScanner(words)
	l.out.Buffer(nil, 1<<24)
	l.lock.says = nil
	l.hears()
	l.recorded() // before the lock is met
	l.does(step{})
}

// comesBack on a box that ran on, or on one that has lost its time; that gets it back two minutes later.
func (l *life) comesBack(way int) {
	b := birth{Boot: "boot1", Up: time.Hour + time.Duration(l.lock.now-day(windowFrom-2*time.Minute)), Wall: l.lock.now, Synced: true}
	if comings[way].powerCut {
		b = birth{Boot: "boot2", Up: 20 * time.Second, Wall: 20e9}
	}
	l.lost = comings[way].powerCut
	l.starts(b)
	if len(l.last.Asked) == 0 {
		l.asked = 0 // it was never kept
	}
	l.true()
	for range 8 { // while nobody knows the time
		l.pass(15 * time.Second)
	}
	if comings[way].powerCut {
		l.does(step{Sync: l.lock.now})
	}
	l.does(step{Pass: 11 * time.Second}) // it looks at its clock
	l.lock.passes(11 * time.Second)
	l.lost = false
	for range 4 {
		l.pass(5 * time.Second)
	}
	l.explained()
}

// true: not past the end, and not without a record. While the hub is dead the record is looked for when it is back.
// A door that is open for a fire stays so while nobody can tell whether that is over: whoever runs for it must get out.
func (l *life) true() {
	l.t.Helper()
	if l.lock.bolt != core.BoltOffice {
		return
	}
	l.held = true
	over := l.lock.now >= day(l.to) || l.lasts != 0 && l.lock.now >= l.asked+int64(l.lasts)
	if fire := l.door.Office == core.OfficeOff; over && !(fire && l.lost) {
		l.t.Fatalf("%s: held open at %v, past its end; died %s", l.name, time.Unix(0, l.lock.now).UTC(), l.died)
	}
	l.recorded()
}

func (l *life) recorded() {
	l.t.Helper()
	if l.lock.bolt == core.BoltOffice && l.cmd != nil && !slices.Contains(l.last.Kept, l.lock.heldBy) {
		l.t.Fatalf("%s: held open without a record at %v; died %s", l.name, time.Unix(0, l.lock.now).UTC(), l.died)
	}
}

// explained: what is kept says what the lock does.
func (l *life) explained() {
	st, holds := l.last.Settled, l.lock.bolt == core.BoltOffice
	now := core.Instant{Wall: l.lock.now, Boot: "?", Trust: core.Trusted}
	wanted := st.Office.On || st.Level(now).Mode == core.ModeFireOpen
	if level := st.Level(now).Mode; level == core.ModeLockdown || level == core.ModeBlocked {
		wanted = false
	}
	if holds != wanted || holds != (st.Wanted.Bolt == core.BoltOffice) || st.Reported.Bolt != l.lock.bolt || !st.Flight.Command.IsZero() {
		l.t.Fatalf("%s: at %v the lock is %v; office %+v, levels %+v, wanted %+v, reported %v, in flight %+v; died %s",
			l.name, time.Unix(0, l.lock.now).UTC(), l.lock.bolt, st.Office, st.Levels, st.Wanted, st.Reported.Bolt, st.Flight, l.died)
	}
}

// isOver: locked, and nobody has anything left to do.
func (l *life) isOver() {
	l.explained()
	if st := l.last.Settled; l.lock.bolt != core.BoltLocked || st.Office.On || len(st.Levels) > 0 || l.last.Trust != core.Trusted {
		l.t.Fatalf("%s: at the end the lock is %v, office %+v, levels %+v, clock %v; died %s", l.name, l.lock.bolt, st.Office, st.Levels, l.last.Trust, l.died)
	}
}

func (l *life) ends() {
	_ = l.cmd.Process.Kill()
	_ = l.cmd.Wait()
	l.pipe.Close()
}

func (l *life) copies(origin string) {
	files, err := os.ReadDir(origin)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(origin, f.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(l.dir, f.Name()), b, 0o600)
		}
		if err != nil {
			l.t.Fatal(err)
		}
	}
}
