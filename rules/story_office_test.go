package rules

import (
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// officeWord reads what a door's line says of office mode that starts by itself, and of its limits:
//
//	auto hours | auto_first hours [early 60] [cap 120] [ends-with hours] [tag-after-power-loss]
func officeWord(d *core.Door, word, next string) {
	switch word {
	case "auto":
		d.Office, d.Schedule = core.OfficeAuto, core.ScheduleID(next)
	case "auto_first":
		d.Office, d.Schedule = core.OfficeAutoFirst, core.ScheduleID(next)
	case "early":
		d.Early, _ = strconv.Atoi(next)
	case "cap":
		d.ManualCap, _ = strconv.Atoi(next)
	case "ends-with":
		d.ManualEnds, d.Schedule = true, core.ScheduleID(next)
	case "tag-after-power-loss":
		d.TagAfterPowerLoss = true
	}
}

// askMode reads "ask-mode front lockdown [2h] [a reason]"; the door is "all" for the site.
func (st *story) askMode(f []string) core.Event {
	e := core.DoorModeAsked{Door: core.DoorID(f[1])}
	if f[1] == "all" {
		e.Door = ""
	}
	st.word(&e.Mode, f[2])
	rest := f[3:]
	if len(rest) > 0 {
		if long, err := time.ParseDuration(rest[0]); err == nil {
			e.For, rest = long, rest[1:]
		}
	}
	e.Why = strings.Join(rest, " ")
	return e
}
