package profile

import (
	"bytes"

	"localiq/core"
)

// What a table and its messages may hold.
const (
	MaxRows         = 12  // of one TablePut; so of schedules, and of offsets
	MaxRef          = 16  // bytes
	MaxRowSchedules = 32  // that one row names
	MaxSchedules    = 255 // of a table
	MaxWindows      = 64  // of one schedule
	MaxOffsets      = 32  // of a table
)

const (
	minutesOfDay = 24 * 60
	secondsOfDay = 24 * 60 * 60
)

func checkTable(m Message) bool {
	switch m := m.(type) {
	case TableBegin:
		return len(m.Key) == keySize && m.OpenFor > 0 && m.OpenFor <= MillisOf(MaxUnlock)
	case TablePut:
		return m.valid()
	case TableState:
		return (len(m.Parts) == 0 || len(m.Parts) == TableParts+1) && len(m.Why) <= MaxDetail
	}
	return true
}

func (p TablePut) valid() bool {
	if p.Part > TimesPart || len(p.Rows) > MaxRows || len(p.Schedules) > MaxRows || len(p.Zone) > MaxRows {
		return false
	}
	if p.Part == TimesPart {
		return len(p.Rows) == 0 && schedulesValid(p.Schedules) && zoneValid(p.Zone)
	}
	for i, r := range p.Rows {
		if !r.valid() || PartOf(r.Hash) != p.Part || i > 0 && !p.Rows[i-1].Hash.before(r.Hash) {
			return false
		}
	}
	return len(p.Schedules) == 0 && len(p.Zone) == 0
}

// valid leaves to the table as a whole whether the schedules are there.
func (r TableRow) valid() bool {
	if r.Kind == core.KeyNone || r.Kind > core.KeyDigital || len(r.Ref) == 0 || len(r.Ref) > MaxRef {
		return false
	}
	if r.From < 0 || r.Until < 0 || r.Until != 0 && r.Until <= r.From || len(r.Schedules) > MaxRowSchedules {
		return false
	}
	for i, s := range r.Schedules {
		if s >= MaxSchedules || i > 0 && s <= r.Schedules[i-1] {
			return false
		}
	}
	return true
}

func (h KeyHash) before(i KeyHash) bool { return bytes.Compare(h[:], i[:]) < 0 }

func schedulesValid(ss []TableSchedule) bool {
	for _, s := range ss {
		if len(s.Windows) > MaxWindows {
			return false
		}
		for _, w := range s.Windows {
			if w.Days == 0 || w.Days > 0x7f || w.Start >= minutesOfDay || w.End == 0 || w.End > minutesOfDay || w.Start == w.End {
				return false
			}
		}
	}
	return true
}

func zoneValid(zone []TableOffset) bool {
	for i, o := range zone {
		if o.From < 0 || o.East <= -secondsOfDay || o.East >= secondsOfDay || i > 0 && o.From <= zone[i-1].From {
			return false
		}
	}
	return true
}
