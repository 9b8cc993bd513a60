package rehearsal

import (
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

// TestNothingIsLostInAnyWeather: sixteen locks, every fault that the air has, hands at the doors
// and a hub that goes on. Whatever happens: the journal arrives whole, once, in order (lock.offline);
// every command has one answer, and is done at most once (contract 7); in the end every lock is
// served, and nothing is left running.
func TestNothingIsLostInAnyWeather(t *testing.T) {
	for seed := range uint64(seeds(1)) {
		inTown(t, 100+seed, 16, virtual.Config{Journal: 100000, Motor: 300 * time.Millisecond}, fiveLinks, func(w *town) {
			w.live(20 * time.Second)
			m := &mishaps{shift: &shift{town: w}}
			for _, d := range w.doors {
				m.work(d)
				m.fumble(d)
			}
			m.next()
			w.live(3 * time.Minute)
			m.clear()
			w.live(3 * time.Minute)
			m.reckon()
			t.Logf("seed %d: %d mishaps, %d commands, %d entries, %d links", 100+seed, m.n, len(w.orders), m.entries, w.links())
			if m.n < 50 || m.entries < 300 || len(w.orders) < 100 {
				t.Errorf("too little happened: the test tests nothing")
			}
		})
	}
}

// mishaps are a shift on which everything goes wrong.
type mishaps struct {
	*shift
	n       int
	entries int
	guests  []func() // neighbours, to be sent away
}

// any is one of the doors.
func (m *mishaps) any() *door { return m.doors[m.r.IntN(len(m.doors))] }

// fumble is hands at a door, at all times.
func (m *mishaps) fumble(d *door) {
	m.after(m.between(time.Second, 20*time.Second), func() {
		if m.over {
			return
		}
		lines := []string{"open", "close", "handle", "tag 04A1B2C3D4E5F6", "pin 123456", "tamper", "tag-hold 04A1B2C3D4E5F6"}
		d.hands(lines[m.r.IntN(len(lines))])
		m.fumble(d)
	})
}

func (m *mishaps) next() {
	m.after(m.between(200*time.Millisecond, 4*time.Second), func() {
		if m.over {
			return
		}
		m.n++
		m.mishap()
		m.next()
	})
}

func (m *mishaps) mishap() {
	d, air := m.any(), m.air
	again := m.between(time.Second, 12*time.Second)
	switch m.r.IntN(12) {
	case 0:
		air.Drop(d.addr)
	case 1:
		air.Stall(d.addr)
		m.after(again, func() { air.Flow(d.addr) })
	case 2:
		d.hands("power off")
		m.after(again, func() { d.hands("power on") })
	case 3:
		air.Fall()
		m.after(again/4, air.Rise)
	case 4:
		air.Own().Hang()
		m.after(again/4, air.Own().Go)
	case 5:
		m.invite(again)
	case 6:
		air.SetWeatherBetween("", d.addr, virtual.Weather{Loss: 1})
		m.after(again, func() { air.SetWeatherBetween("", d.addr, m.weather()) })
	case 7:
		air.SetWeather(m.weather())
	case 8:
		air.Remove(d.addr)
		m.after(again, func() { air.Add(d.addr, d.Lock, -70) })
	default:
		air.SetWeatherBetween("", d.addr, m.weather())
	}
}

// weather is some, of every kind.
func (m *mishaps) weather() virtual.Weather {
	some := func(most float64) float64 {
		if m.r.IntN(3) > 0 {
			return 0
		}
		return most * m.r.Float64()
	}
	return virtual.Weather{
		Loss: some(0.5), Deaf: some(0.5), Crowd: m.r.IntN(2) == 0, Fading: some(10), Edge: -80,
		Delay: time.Duration(some(50)) * time.Millisecond, Jitter: time.Duration(some(50)) * time.Millisecond,
		Stillborn: some(0.3), Mute: some(0.1), Twice: some(0.02), Swap: some(0.02), Corrupt: some(0.02), Pretend: some(0.02), Another: some(0.1),
	}
}

// invite has somebody call who is none of ours, or pretends to be.
func (m *mishaps) invite(d time.Duration) {
	serial := profile.Serial{0x10, 0, 0, byte(1 + m.r.IntN(16))}
	who := []virtual.Neighbour{
		m.air.Flood(5 * time.Millisecond),
		m.air.Babble(m.any().addr, 20*time.Millisecond),
		virtual.Imitate(serial, m.any().addr, 300*time.Millisecond),
		virtual.Imitate(serial, ble.Addr{MAC: [6]byte{1, 2, 3}}, 50*time.Millisecond),
	}[m.r.IntN(4)]
	away := m.air.Invite(who)
	m.guests = append(m.guests, away)
	m.after(d, away)
}

// clear is the end of it all.
func (m *mishaps) clear() {
	m.over = true
	m.air.Rise()
	m.air.Own().Go()
	m.air.SetWeather(virtual.Weather{})
	for _, away := range m.guests {
		away()
	}
	m.after(13*time.Second, func() {
		for _, d := range m.doors {
			m.air.SetWeatherBetween("", d.addr, virtual.Weather{})
			d.hands("power on")
		}
	})
	m.after(time.Minute, func() {
		for _, d := range m.doors {
			d.give(core.Turn{Move: core.Move{To: core.BoltUnlocked, For: 3 * time.Second}}, 20*time.Second, func(r core.Result) {
				if r != core.ResultDone {
					m.breach("door %s is not served in the end: %s", d.addr, r)
				}
			})
		}
	})
}

// reckon compares what was told with what the locks wrote down, and what was given with what
// was answered.
func (m *mishaps) reckon() {
	for _, d := range m.doors {
		lines := d.journal()
		m.entries += len(lines)
		if int(d.index) != len(lines) {
			m.breach("door %s wrote %d entries, %d were told", d.addr, len(lines), d.index)
			continue
		}
		opened := map[string]int{}
		for i, l := range lines {
			if turned, ok := d.told[i].(core.BoltTurned); ok != (l.Kind == profile.EntryBoltTurned) || ok && turned.To != l.Bolt {
				m.breach("door %s: entry %d is %+v, %+v was told", d.addr, i+1, l, d.told[i])
			}
			if l.Bolt == core.BoltUnlocked || l.Bolt == core.BoltOffice {
				opened[string(l.Command)]++
			}
		}
		for id, n := range opened {
			if n > 1 {
				m.breach("door %s: command %x was done %d times", d.addr, id, n)
			}
		}
	}
	for id, o := range m.orders {
		if o.owed != 0 {
			m.breach("command %s (%T) at %s, given at %v: %d answers are owed, the last was %s", id, o.op, o.door.addr, o.at, o.owed, o.result)
		}
	}
}
