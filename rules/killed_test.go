package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"localiq/core"
)

// killed is a hub that can be killed: what it kept is all that it has afterwards, and its lock goes on
// without it.
type killed struct {
	t    *testing.T
	base *core.Site
	s    *core.Site
	now  core.Instant
	kept []core.Input
	sent []core.Command
}

func (k *killed) takes(e core.Event) (core.Input, core.Decision) {
	in := core.Input{Event: e, Origin: core.Origin{Kind: core.FromConsole}}
	in.ID, in.At = k.s.Seq+1, k.now
	d := Decide(k.s, in)
	if !d.Empty() { // kept first, then acted
		k.s, k.kept = k.s.Apply(in.ID, in.At, d.Changes), append(k.kept, in)
	}
	k.sent = append(k.sent, d.Commands...)
	return in, d
}

// dies and starts again: the site comes back from the bytes of its doors, as the store has them.
func (k *killed) dies(reboot bool) {
	k.replayed()
	again := *k.s
	again.Doors = nil
	if err := json.NewDecoder(bytes.NewReader(mustJSON(k.t, k.s.Doors))).Decode(&again.Doors); err != nil {
		k.t.Fatal(err)
	}
	k.s = &again
	if reboot {
		k.now.Boot, k.now.Up = core.BootID(fmt.Sprint("b", len(k.kept)+2)), 5*time.Second
	}
	k.takes(core.HubStarted{Version: "1", Run: core.Epoch(len(k.kept))})
}

// replayed: the inputs that were kept, decided anew from the first on, make the same door.
func (k *killed) replayed() {
	s := k.base
	for _, in := range k.kept {
		s = s.Apply(in.ID, in.At, Decide(s, in).Changes)
	}
	if a, b := mustJSON(k.t, s.Doors), mustJSON(k.t, k.s.Doors); !bytes.Equal(a, b) {
		k.t.Fatalf("replayed it is another door:\n%s\n%s", a, b)
	}
}

// lives has the lock answer what is in flight, and report itself when it is met anew.
func (k *killed) lives() {
	st := &k.s.Doors[0]
	if !st.Link.Heard || !proven(st) {
		k.takes(core.LockReported{Lock: machineLock, Bolt: k.lock(), BoltAge: -1, Contact: core.ContactAbsent, ContactAge: -1})
	}
	if id := k.s.Doors[0].Flight.Command; !id.IsZero() {
		r := core.ResultNeverSeen
		if slices.ContainsFunc(k.sent, func(c core.Command) bool { return c.ID == id }) {
			r = core.ResultDone
		}
		k.takes(core.CommandAnswered{Lock: machineLock, Command: id, Result: r})
	}
}

// lock is the bolt as the lock has it: it does what it was sent last, and counts its holds down.
func (k *killed) lock() core.Bolt {
	bolt := core.BoltLocked
	for _, c := range k.sent {
		m, opens := opening(c)
		switch {
		case opens && m.To == core.BoltOffice && (m.Until == 0 || k.now.Wall < m.Until):
			bolt = core.BoltOffice
		case m.To != core.BoltUnknown: // locked, or open for a moment that is over
			bolt = core.BoltLocked
		}
	}
	return bolt
}

// The steps around an activation and its end; each is at a time of the day.
var aroundAnActivation = []struct {
	at   time.Duration
	what core.Event
}{
	{8*time.Hour + 50*time.Minute, core.LockHeard{Lock: machineLock}},
	{8*time.Hour + 55*time.Minute, core.AccessRequested{Lock: machineLock, Kind: core.KeyTag, Digest: digest("Ana.tag")}},
	{9 * time.Hour, core.Ticked{}},
	{9*time.Hour + time.Second, core.Ticked{}},
	{9*time.Hour + 5*time.Minute, core.AccessRequested{Lock: machineLock, Kind: core.KeyTag, Digest: digest("Ana.tag")}},
	{9*time.Hour + 6*time.Minute, core.AccessRequested{Lock: machineLock, Kind: core.KeyTag, Digest: digest("Ana.tag")}},
	{9*time.Hour + 10*time.Minute, core.DoorModeAsked{Door: "front", Mode: core.ModeLockdown, For: 5 * time.Minute}},
	{9*time.Hour + 15*time.Minute, core.Ticked{}},
	{9*time.Hour + 20*time.Minute, core.Ticked{}},
	{9*time.Hour + 30*time.Minute, core.Ticked{}},
	{9*time.Hour + 31*time.Minute, core.Ticked{}},
}

// OM-12: killed at any step around an activation, before or after the step was kept, over a restart or
// over a power loss, the door is never held past the end and never held without a record; what was kept
// makes the same door again; and at the end of the day it is as in a life without the kill.
func TestKilledAtEveryStep(t *testing.T) {
	for _, kind := range doorKinds {
		plain := liveThrough(t, kind.line, -1, false, false)
		for step := range aroundAnActivation {
			for _, reboot := range []bool{false, true} {
				for _, lost := range []bool{false, true} { // the step itself never reached the disk
					name := fmt.Sprintf("%s, killed at step %d, reboot %v, lost %v", kind.name, step, reboot, lost)
					k := liveThrough(t, kind.line, step, reboot, lost)
					a, b := &plain.s.Doors[0], &k.s.Doors[0]
					over := b.Office.Ended >= a.Office.Ended || b.Office.Relocked == a.Office.Ended // it cannot start again
					if a.Office.On || b.Office.On || b.Wanted.Bolt != core.BoltLocked || b.Reported.Bolt != core.BoltLocked || !over {
						t.Errorf("%s: office %+v, wanted %+v, reported %v; undisturbed %+v", name, b.Office, b.Wanted, b.Reported.Bolt, a.Office)
					}
				}
			}
		}
	}
}

// liveThrough is a day in which the hub dies around one step; -1: it does not.
func liveThrough(t *testing.T, door string, dies int, reboot, lost bool) *killed {
	k := &killed{t: t, base: machineSite(t, door), now: at("2026-11-23T08:40:00")}
	k.s = k.base
	k.takes(core.HubStarted{Version: "1", Run: 1})
	k.lives()
	for i, step := range aroundAnActivation {
		k.now = k.now.Add(time.Duration(at("2026-11-23T00:00:00").Wall + int64(step.at) - k.now.Wall))
		if i == dies && lost {
			k.dies(reboot)
		}
		before := k.s
		in, d := k.takes(step.what)
		if wrong := untrue(before, in, d, k.s); wrong != "" {
			t.Fatalf("%s: step %d: %s", door, i, wrong)
		}
		if i == dies && !lost {
			k.dies(reboot)
			if st := &k.s.Doors[0]; holding(st) && owner(k.s, k.now) == "" {
				t.Fatalf("%s: step %d: held for nobody after the kill", door, i)
			}
		}
		k.lives()
		k.replayed()
		if !holding(&k.s.Doors[0]) && k.lock() == core.BoltOffice && k.s.Doors[0].Flight.Command.IsZero() {
			t.Fatalf("%s: step %d: the lock holds, and nobody wants it", door, i)
		}
	}
	return k
}
