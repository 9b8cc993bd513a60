package rules

import (
	"flag"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// The machine is one door with one lock, whatever is done to it: every input of machine_moves_test.go
// in every state that any row of them can bring about, with time among them. Two states are one when
// nothing that the rules ask tells them apart (machine_state_test.go). What must be true of all of them
// is machine_truth_test.go.

// decider is rules.Decide, or one that is broken on purpose.
type decider func(*core.Site, core.Input) core.Decision

// node is a state and the way to it.
type node struct {
	s    *core.Site
	now  core.Instant
	from *node
	by   string // the input that brought it about
}

func (n *node) path() string {
	var way []string
	for ; n != nil; n = n.from {
		way = append(way, n.now.In(time.UTC).Format("15:04:05.000000000 ")+n.by)
	}
	slices.Reverse(way)
	return strings.Join(way, "\n    ")
}

// machine explores breadth first, so that what it finds is shortest.
type machine struct {
	decide decider
	moves  []move
	seen   map[state]bool
	queue  []*node
	steps  int
	fault  string // the first that was found, with the way to it; "": none
}

func explore(s *core.Site, moves []move, decide decider, most int) *machine {
	m := &machine{decide: decide, moves: moves, seen: map[state]bool{}}
	m.reached(&node{s: s, now: at("2026-11-23T08:00:00"), by: "the site as it was made"})
	for len(m.queue) > 0 && m.fault == "" && len(m.seen) < most {
		n := m.queue[0]
		m.queue = m.queue[1:]
		for _, mv := range m.moves {
			if m.fault == "" {
				m.step(n, mv)
			}
		}
		n.s = nil // what remains is the way
	}
	return m
}

// closed is true when nothing leads out of what was seen.
func (m *machine) closed() bool { return len(m.queue) == 0 && m.fault == "" }

func (m *machine) reached(n *node) {
	if k := stateOfMachine(n.s, n.now); !m.seen[k] {
		m.seen[k] = true
		m.queue = append(m.queue, n)
	}
}

func (m *machine) step(n *node, mv move) {
	in, now, ok := mv.do(n)
	if !ok {
		return
	}
	m.steps++
	in.ID, in.At = n.s.Seq+1, n.s.Hub.Clock.Judge(now, n.s.At.Wall)
	d := m.decide(n.s, in)
	next := &node{s: n.s, now: now, from: n, by: mv.name}
	if !d.Empty() {
		next.s = n.s.Apply(in.ID, in.At, d.Changes)
	}
	if wrong := untrue(n.s, in, d, next.s); wrong != "" {
		m.fault = wrong + "\n    " + next.path()
		return
	}
	m.reached(next)
}

// doorKinds are the kinds of door that are explored, each with the parts of allMoves that make it
// another door than those before it.
var doorKinds = []struct {
	name, line string
	parts      string
}{
	{"easy", "door front easy hours", "wishes, clock and restarts"},
	{"auto", "door front auto hours", "modes, clock and restarts"},
	{"auto first", "door front auto_first hours early 10", "keys, clock and restarts"},
	{"manual with limits", "door front manual cap 20 ends-with hours", "keys, modes"},
	{"a key after a power loss", "door front auto hours tag-after-power-loss", "clock and restarts"},
	{"a lock that leaves all to the hub", "door front easy hours lacks shop", "keys"},
}

// OM-6 to OM-13 [decide]: there is no way to a door that is unlocked and nobody's, held past the end
// of its window, held without a record, or locked in a fire. The race detector, which has nothing to
// find in pure functions, takes ten times as long: it looks at one door.
func TestNoWayToADoorThatIsNobodys(t *testing.T) {
	kinds := doorKinds
	if raceDetector {
		kinds = kinds[:1]
	}
	for _, k := range kinds {
		for _, p := range parts {
			if *everything || strings.Contains(k.parts, p.name) {
				t.Run(k.name+"/"+p.name, func(t *testing.T) { closes(t, k.line, p.moves) })
			}
		}
		if *everything {
			t.Run(k.name+"/everything", func(t *testing.T) { closes(t, k.line, allMoves) })
		}
	}
}

var everything = flag.Bool("everything", false, "explore every input in every state, on every kind of door; for minutes")

func closes(t *testing.T, door string, moves []move) {
	t.Parallel()
	m := explore(machineSite(t, door), moves, Decide, 2_000_000)
	if m.fault != "" {
		t.Fatal(m.fault)
	}
	if !m.closed() {
		t.Fatalf("not closed over %d states: %d still lead somewhere", len(m.seen), len(m.queue))
	}
	t.Logf("closed over %d states and %d steps", len(m.seen), m.steps)
}

// The control: rules that are broken on purpose, one at a time, are found out, by the shortest way.
func TestABrokenRuleIsFound(t *testing.T) {
	for _, b := range broken {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			m := explore(machineSite(t, "door front auto hours"), allMoves, b.decide, 20_000)
			if m.fault == "" || !strings.Contains(m.fault, b.finds) {
				t.Fatalf("after %d states: %q, want %q", len(m.seen), m.fault, b.finds)
			}
			t.Logf("found after %d states:\n    %s", len(m.seen), m.fault)
		})
	}
}

func machineSite(t *testing.T, door string) *core.Site {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 08:00:00", "schedule hours Mon-Sun 09:00-09:30", door, "group staff front",
		"person Ana staff eom mom override-lockdown", "tag Ana", "person Cid staff", "tag Cid"} {
		st.setUp(line)
	}
	return st.s
}
