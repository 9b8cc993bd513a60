package driver_test

import (
	"testing"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/core"
)

// The bit of a beacon is a debt at each rise, and once more where it still stands after a session that
// had read all: then it may also be a lock that cannot stop, and the hint says so. A name, an
// advertisement for HomeKit, and another lock's beacon say nothing of it.
func TestNukiBeacon(t *testing.T) {
	n := nukiFamily().Listen(core.Lock{Serial: "2F3A6B01"}, ble.Addr{})
	beacon := func(changed bool) []byte { return nuki.Advert{ID: 0x2F3A6B01, Power: 0xc4, Changed: changed}.Bytes() }
	other := nuki.Advert{ID: 0x2F3A6B02, Power: 0xc4, Changed: true}.Bytes()
	homeKit := []byte{2, 1, 6, 0x12, 0xff, 0x4c, 0, 6, 0x31, 0, 1, 2, 3, 4, 5, 6, 6, 0, 1, 0, 1, 2}
	for i, c := range []struct {
		data   []byte
		paid   bool // before it
		is     driver.Heard
		mark   uint64
		stands bool
	}{
		{data: beacon(false), is: driver.HeardIt},
		{data: beacon(true), is: driver.HeardIt, mark: 1},
		{data: beacon(true), is: driver.HeardIt, mark: 1},
		{data: homeKit, is: driver.HeardOther},
		{data: other, is: driver.HeardOther},
		{data: nuki.NameAdvert(0x2F3A6B01), is: driver.HeardIt, mark: 1},
		{data: nuki.NameAdvert(0x2F3A6B01), paid: true, is: driver.HeardIt, mark: 1},
		{data: beacon(true), is: driver.HeardIt, mark: 2, stands: true},
		{data: beacon(true), is: driver.HeardIt, mark: 2, stands: true},
		{data: beacon(false), is: driver.HeardIt, mark: 2},
		{data: beacon(false), paid: true, is: driver.HeardIt, mark: 2},
		{data: beacon(true), is: driver.HeardIt, mark: 3},
		{data: nuki.Advert{ID: 0x2F3A6B01, Pairing: nuki.Classic}.Bytes(), is: driver.HeardOther},
	} {
		if c.paid {
			n.Paid()
		}
		h, is := n.Hear(ble.Advert{Data: c.data})
		if is != c.is || h.Mark != c.mark || h.Stands != c.stands || h.Proved || h.Request || (h.Alerts != 0) == (c.stands || is != driver.HeardIt) {
			t.Errorf("%d: %+v %v", i, h, is)
		}
	}
}
