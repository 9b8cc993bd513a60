package driver_test

import (
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/core"
)

// Anybody can send a beacon whose bit comes and goes. Once a lock has had its connections for the day,
// that costs it few more; and the door itself is still heard soon.
func TestForgedBeaconsDoNotDrainNuki(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.pairedNuki(softnuki.Config{})
		d.do(core.Tend{Lock: d.core, Talks: core.Talks{Day: driver.DayUTC(s.clock.Now()), Links: core.LinkBudget}}, 0)
		d.rest()
		before := d.links()
		id, err := nuki.ParseID(d.core.Serial)
		if err != nil {
			t.Fatal(err)
		}
		forge := func(n int) {
			for i := range n {
				data := nuki.Advert{ID: id, Beacon: true, Changed: i%2 == 0, Power: 0xc4}.Bytes()
				s.driver.Heard(ble.Advert{Addr: d.addr, Connectable: true, Data: data})
				s.quiet(2 * time.Second)
			}
		}
		forge(2 * 1800)
		if n := d.links() - before; n > 40 {
			t.Errorf("%d links in two hours", n)
		}
		start := time.Now()
		d.hands("open")
		for count[core.DoorOpened](d) == 0 {
			if forge(1); time.Since(start) > 6*time.Minute {
				t.Fatal("the door was not heard")
			}
		}
	})
}
