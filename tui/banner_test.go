package tui

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

const busy = "hci0 cannot be opened (device or resource busy): another program holds it, most often bluetoothd: systemctl stop bluetooth"

// TestTroubleNamesTheNextStep at every width, in one line, and never as if a door were meant.
func TestTroubleNamesTheNextStep(t *testing.T) {
	radio := func(why string) func(*core.Snapshot) {
		return func(s *core.Snapshot) {
			s.Hub.Radios = []core.RadioState{{Adapter: "hci0", Since: stage.At(-12 * time.Minute), Why: why}}
		}
	}
	stalled := func(s *core.Snapshot) { s.Health.StoreStalled = true }
	broken := func(s *core.Snapshot) { s.Health.StoreError = "no space left on device" }
	u := newUI(Unicode)
	u.Zone = zone("Europe/Prague")
	for _, c := range []struct {
		w    int
		make func(*core.Snapshot)
		want string
	}{
		{200, radio(busy), "RADIO DOWN (hci0) since 13:48: no lock can be heard or asked over it. H" + busy[1:] + "."},
		{120, radio(busy), "RADIO DOWN (hci0): another program holds it, most often bluetoothd: systemctl stop bluetooth"},
		{80, radio(busy), "RADIO DOWN (hci0): systemctl stop bluetooth"},
		{40, radio(busy), "RADIO DOWN: systemctl stop bluetooth"},
		{40, radio("it does not answer commands"), "RADIO DOWN: hci0"},
		{80, radio("it does not answer commands"), "RADIO DOWN (hci0): it does not answer commands"},
		{80, radio(""), "RADIO DOWN (hci0) since 13:48: no lock can be heard or asked over it"},
		{80, stalled, "DISK DOES NOT ANSWER: nothing is opened from here; tags still work"},
		{40, stalled, "DISK DOES NOT ANSWER: no unlocking"},
		{130, broken, "DISK CANNOT BE WRITTEN: nothing that opens is kept, so nothing opens; locks go on by themselves. No space left on device."},
		{100, broken, "DISK CANNOT BE WRITTEN: nothing that opens is kept, so nothing opens; locks go on by themselves"},
		{80, broken, "DISK CANNOT BE WRITTEN: nothing opens; locks go on by themselves"},
		{40, broken, "DISK CANNOT BE WRITTEN: nothing opens"},
	} {
		s := stage.Site(0)
		c.make(&s)
		got := banners(&s, u, c.w)
		if len(got) != 1 || visible(got[0]) != "▲ "+c.want {
			t.Errorf("%d columns: %q, want %q", c.w, got, c.want)
		}
	}
}

// TestTroubleIsAnAlert: while something is wrong with the hub itself the top line says so, and
// the alerts begin with it, reason and next step in full.
func TestTroubleIsAnAlert(t *testing.T) {
	on(t, laptop, emptySite(), func(c *console) {
		s := core.Snapshot{Now: stage.At(0), Settings: core.Settings{Name: "New site", Zone: "Europe/Prague"}}
		s.Hub.Radios = []core.RadioState{{Adapter: "hci0", Since: stage.At(-12 * time.Minute), Why: busy}}
		c.line("New site", "no alerts").publish(s).line("New site", "▲ 1 alert ").expectNo("no alerts")
		c.press("3").expect("1 alert raised", "Hub: radio hci0 down since 13:48, hci0 cannot be opened").line("systemctl stop bluetooth")
		if text := strings.Join(strings.Fields(c.text()), " "); !strings.Contains(text, busy) {
			t.Errorf("the reason is not there in full:\n%s", c.text())
		}
		c.press("a").expect("The hub's own troubles are not acknowledged").asked()
		s.Hub.Radios[0].Up = true
		c.publish(s).line("New site", "no alerts").expect("No alert is raised.")
	})
}

// TestLowBatterySaysWhatToDo where the alert is listed and at its door.
func TestLowBatterySaysWhatToDo(t *testing.T) {
	for _, set := range []setting{phone, laptop, desk} {
		on(t, set, weak(), func(c *console) {
			const do = "Change the batteries; the lock keeps"
			c.press("3", "down").line("LOW BATTERY").line(do).press("enter").line("▸ Office")
			if set.h < 24 {
				c.press("pgdn")
			}
			c.line("LOW BATTERY").line(do)
		})
	}
}

// TestBrokenDiskDrawsNothingAsLocked: the hub shows what it kept last, and that may be long ago.
func TestBrokenDiskDrawsNothingAsLocked(t *testing.T) {
	s := stage.Site(0)
	u := newUI(Unicode)
	u.Zone = zone("Europe/Prague")
	if !strings.Contains(View(&s, u, 120, 40), "● locked") {
		t.Fatal("nothing is locked on this stage: the test tests nothing")
	}
	s.Health.StoreError = "no space left on device"
	if v := View(&s, u, 120, 40); strings.Contains(v, "● locked") || !strings.Contains(v, "was locked") {
		t.Errorf("drawn as certain:\n%s", v)
	}
}
