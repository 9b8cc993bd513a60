//go:build netns && linux

package repeater

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// [issue: proven across network namespaces with cuts and latency] [limits] The shipped binary is
// the hub and each repeater; only the radios are not real. One story: each part goes on where the
// one before has ended.
func TestNetnsRepeatersOutliveCutsAndLatency(t *testing.T) {
	a := newAnnex(t)
	a.addsSixAndNoMore()
	a.opensThroughThreeLayers()
	a.movesWhenThePathFades()
	a.opensThoughTheNetworkIsCut()
	a.opensThoughAnInterfaceFalls()
	a.opensInABadNetwork()
}

func (a *annex) addsSixAndNoMore() {
	loft := a.box("loft", "loft", "10.77.3.2:8445")
	roof := a.box("roof", "roof", "10.77.2.2:8445", "--via-allow", "10.77.3.2:8445")
	attic := a.box("attic", "attic", "10.77.1.1:8445", "--via-allow", "10.77.2.2:8445")
	hall, porch, yard := a.box("hall", "hall", "10.77.1.3:8445"), a.box("porch", "hall", "10.77.1.3:8446"), a.box("yard", "hall", "10.77.1.3:8447")
	a.add("attic", "10.77.1.1:8445", attic, "")
	a.are("attic")
	a.add("roof", "10.77.2.2:8445", roof, "attic")
	a.add("loft", "10.77.3.2:8445", loft, "roof")
	a.are("attic", "roof", "loft")
	a.refuses("a fourth layer", core.AddRepeater{Address: "10.77.3.2:8446", Code: hall, Name: "moon", Via: "loft"})
	a.add("hall", "10.77.1.3:8445", hall, "")
	a.add("porch", "10.77.1.3:8446", porch, "")
	a.add("yard", "10.77.1.3:8447", yard, "")
	a.are(everywhere...)
	a.refuses("a seventh repeater", core.AddRepeater{Address: "10.77.1.3:8448", Code: hall, Name: "gate"})
}

func (a *annex) refuses(what string, w core.AddRepeater) {
	a.t.Helper()
	if told := a.ask(w); told.Error == nil || told.Error.Code != core.CodeTree {
		a.t.Errorf("%s: %+v", what, told)
	}
}

// opensThroughThreeLayers: paired and opened by who stands in the third, a fifth of a second away.
func (a *annex) opensThroughThreeLayers() {
	a.heardBy(map[string]int{"loft": -60})
	a.network("late 100ms")
	code := strings.TrimPrefix(a.air.wants(0, "setup code "), "setup code ")
	a.air.tell("hands pair")
	if told := a.ask(core.PairLock{Code: code, DoorName: "Front"}); told.Error != nil {
		a.t.Fatal(told.Error)
	}
	a.t.Logf("tag to verdict through three layers, round trip 200 ms: %s", a.opens())
	a.calledBy(0, "loft")
}

// movesWhenThePathFades: it is heard better elsewhere, and then lost where its link stands.
func (a *annex) movesWhenThePathFades() {
	a.heardBy(map[string]int{"loft": -80, "hall": -50})
	a.until("the path is the hall's", func(s *core.Snapshot) bool { return s.Doors[0].Signal.Via == string(a.ids["hall"]) })
	at := a.air.mark()
	a.heardBy(map[string]int{"hall": -50})
	a.t.Logf("the link is lost to verdict, through the hall: %s", a.opens())
	a.calledBy(at, "hall")
}

// opensThoughTheNetworkIsCut, and nobody is told: the door opens all the same, and soon.
func (a *annex) opensThoughTheNetworkIsCut() {
	a.heardBy(map[string]int{"loft": -80, "hall": -50})
	a.until("the loft hears it", func(s *core.Snapshot) bool { return s.Doors[0].Signal.RSSI == -80 })
	at := a.air.mark()
	a.network("cut to-hall")
	took := a.opens()
	a.t.Logf("cut, of which nobody is told, to verdict through the loft: %s", took)
	a.calledBy(at, "loft")
	if took > 12*time.Second {
		a.t.Error("that is too long to stand at a door")
	}
	a.are("attic", "roof", "loft")
	a.network("whole to-hall")
	began := time.Now()
	a.are(everywhere...)
	a.t.Logf("whole again to all up: %s", time.Since(began))
}

// opensThoughAnInterfaceFalls: the attic's goes down, with the row behind it, and the link.
func (a *annex) opensThoughAnInterfaceFalls() {
	at := a.air.mark()
	attic := func(is string) {
		if err := ip("-n", a.ns["attic"], "link", "set", "dev", "eth0", is); err != nil {
			a.t.Fatal(err)
		}
	}
	attic("down")
	a.t.Logf("interface down to verdict through the hall: %s", a.opens())
	a.calledBy(at, "hall")
	a.are("hall", "porch", "yard")
	attic("up")
	a.are(everywhere...)
}

// opensInABadNetwork: late, and one packet in twenty is lost.
func (a *annex) opensInABadNetwork() {
	a.network("late 200ms")
	a.network("lossy 5")
	var worst time.Duration
	for range 5 {
		worst = max(worst, a.opens())
	}
	a.t.Logf("the worst of five at 400 ms and 5 %% loss: %s", worst)
}
