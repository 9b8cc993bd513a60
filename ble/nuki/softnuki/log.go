package softnuki

import (
	"slices"

	"localiq/ble/nuki"
)

// write puts an entry into the log, over the oldest when it is full.
func (l *Lock) write(e nuki.LogEntry) {
	switch e.Type {
	case nuki.LogLogging:
	case nuki.LogDoorSensor, nuki.LogDoorLogging:
		if !l.rec.DoorLogging && e.Type == nuki.LogDoorSensor || !l.rec.Logging {
			return
		}
	default:
		if !l.rec.Logging {
			return
		}
	}
	l.rec.Head++
	e.Index, e.Time = l.rec.Head, nuki.TimeOf(l.now())
	l.rec.Log = append(l.rec.Log, e)
	if over := len(l.rec.Log) - l.cfg.Log; over > 0 {
		l.rec.Log = slices.Delete(l.rec.Log, 0, over)
	}
	l.dirty = true
}

// tellLog: start is exclusive, and 0 is the end that the order begins at.
func (t to) tellLog(m nuki.LogRequest) {
	l := t.c.lock
	if m.Total {
		t.say(nuki.LogCount{Logging: l.rec.Logging, Count: uint16(len(l.rec.Log)), DoorSensor: !l.rec.NoSensor, DoorLogging: l.rec.DoorLogging})
	}
	log := slices.Clone(l.rec.Log)
	if m.Descending {
		slices.Reverse(log)
	}
	left := m.Count
	for _, e := range log {
		past := m.Start == 0 || e.Index > m.Start
		if m.Descending {
			past = m.Start == 0 || e.Index < m.Start
		}
		if !past || left == 0 {
			continue
		}
		left--
		if l.rec.Generation == nuki.Classic {
			e.Pad = 5 // as generation 3 does
		}
		t.say(e)
	}
	t.complete()
}
