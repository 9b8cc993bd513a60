package softnuki

import (
	"time"

	"localiq/ble/nuki"
)

// set changes what is set and needs no other answer than that it was.
func (l *Lock) set(m nuki.Message) nuki.ErrorCode {
	switch m := m.(type) {
	case nuki.VerifyPIN:
	case nuki.SetTime:
		s, ok := m.Time.Seconds()
		if !ok {
			return nuki.ErrorBadParameter
		}
		l.rec.Skew = 0
		l.rec.Skew = s - l.now()
	case nuki.SetConfig:
		l.rec.Settings = m.Settings
		l.rec.ConfigCount++
		l.mark()
	case nuki.SetDoorSensor:
		l.rec.Sensor = m.DoorSensor
	case nuki.SetLog:
		l.rec.Logging = m.On
		l.write(nuki.LogEntry{Type: nuki.LogLogging, On: m.On})
	case nuki.SetDoorLog:
		l.rec.DoorLogging = m.On
		l.write(nuki.LogEntry{Type: nuki.LogDoorLogging, On: m.On})
	}
	return 0
}

// zones are some of those that the document numbers [API p.70-74].
var zones = map[uint16]string{37: "Europe/Berlin", 40: "Europe/London", nuki.ZoneNone: "UTC"}

// zone is what a code's limits are in. One that this lock does not know, or that the machine under
// it has no rules for, is the offset that was set.
func (l *Lock) zone() *time.Location {
	s := l.rec.Settings
	if name := zones[s.ZoneID]; name != "" && (s.ZoneID != nuki.ZoneNone || s.Zone == 0) {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	return time.FixedZone("", int(s.Zone)*60)
}

// offset is the zone's, in seconds east of UTC, at an instant.
func (l *Lock) offset(at int64) int64 {
	_, o := time.Unix(at, 0).In(l.zone()).Zone()
	return int64(o)
}

func (l *Lock) config() nuki.Config {
	c := nuki.Config{
		ID: l.ID(), Settings: l.rec.Settings, Time: nuki.TimeOf(l.now()), HasKeypad: !l.rec.NoKeypad,
		Firmware: [3]uint8{3, 10, 4}, Hardware: [2]uint8{12, 2}, Device: nuki.SmartLock34,
	}
	if l.rec.Generation == nuki.Fifth {
		c.Firmware, c.Hardware, c.Device, c.HasKeypad2 = [3]uint8{5, 8, 11}, [2]uint8{3, 0}, nuki.Ultra, c.HasKeypad
	}
	return c
}
