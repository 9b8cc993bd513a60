//go:build e2e && linux

package e2e

import (
	"testing"
	"time"

	"localiq/ble/rig/vradio"
	"localiq/core"
)

const adapterYAML = `version: 1
site:
  name: Adapters
  zone: Europe/Vienna
schedules: []
doors:
  - name: Door
    table: none
groups: []
people:
  - first: Ana
    role: owner
`

// TestAdapters: what becomes of a hub when its adapters come, go, and are somebody else's.
func TestAdapters(t *testing.T) {
	setClock(t, "12:00:00")
	l := host(t, "lock")
	l.door = "Door"
	one, two := plug(t, 0x81), plug(t, 0x82)
	s := newSite(t, one.Name(), two.Name())
	s.add(t, l)
	s.importSite(t, adapterYAML)
	l.present(strangeTag, unknown)

	for _, c := range []struct {
		what string
		gone **vradio.Controller
	}{{"one of two adapters unplugged", &one}, {"the other one", &two}} {
		addr := (*c.gone).Addr
		t0 := time.Now()
		(*c.gone).Unplug()
		l.present(strangeTag, unknown)
		figure("%s: to the next verdict: %s", c.what, time.Since(t0).Round(time.Millisecond))
		s.drain(0)
		before := s.seen
		*c.gone = plug(t, addr[5])
		s.want(2*patience, core.RadioUp, "", before)
		figure("%s: plugged back, and up again", c.what)
	}
	l.present(strangeTag, unknown)
}

// An adapter that was plugged into another socket, or after another, has another number. It is
// the same adapter.
func TestRenumbered(t *testing.T) {
	setClock(t, "12:00:00")
	l := host(t, "lock")
	l.door = "Door"
	dongle := plug(t, 0x83)
	s := newSite(t, dongle.Name())
	s.add(t, l)
	s.importSite(t, adapterYAML)
	l.present(strangeTag, unknown)
	was := dongle.Name()
	dongle.Unplug()
	s.want(patience, core.RadioDown, "", 0)
	other := plug(t, 0x84)
	dongle = plug(t, 0x83)
	if other.Name() != was || dongle.Name() == was {
		t.Fatalf("%s is now %s, and the other one is %s: nothing was renumbered", was, dongle.Name(), other.Name())
	}
	t0 := time.Now()
	l.present(strangeTag, unknown)
	figure("the adapter has another number: plugged to the next verdict: %s", time.Since(t0).Round(time.Millisecond))
	if n := len(dongle.Links()); n != 1 {
		t.Errorf("the lock was reached, and not over its adapter (%d links there, %d at the other)", n, len(other.Links()))
	}
}

// While another program holds the adapter the hub says what to do about it, and takes the adapter
// once it is free.
func TestHeldAdapter(t *testing.T) {
	dongle := plug(t, 0x85)
	holder := newStation(t, dongle.Name())
	holder.rose(patience)
	s := newSite(t, dongle.Name())
	down := s.want(2*patience, core.RadioDown, "", 0)
	s.hub.want(patience, "systemctl disable --now bluetooth")
	t.Logf("told: %s", down.Detail)
	holder.end()
	t0 := time.Now()
	s.want(4*patience, core.RadioUp, "", down.Seq)
	figure("an adapter that was held by another program: free to up: %s", time.Since(t0).Round(time.Millisecond))
}

// plug makes an adapter with that address; it goes when the test ends.
func plug(t *testing.T, n byte) *vradio.Controller {
	t.Helper()
	c, err := vradio.Plug(air, [6]byte{0, 0x1b, 0xdc, 0, 0, n})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Unplug)
	return c
}
