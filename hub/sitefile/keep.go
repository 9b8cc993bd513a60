package sitefile

import (
	"fmt"
	"strconv"
	"strings"

	"localiq/core"
)

// keep reads for how long events are kept: "90d"; days, not set is 0, the default.
func (p *planner) keep(t text) int {
	return p.days(t, "for so long events are kept, and explain and replay reach back")
}

// days reads "90d"; not set is 0.
func (p *planner) days(t text, what string) int {
	if !t.set || t.s == "default" {
		return 0
	}
	days, whole := strings.CutSuffix(t.s, "d")
	n, err := strconv.ParseUint(days, 10, 16)
	if !whole || err != nil || n == 0 || n > core.MaxKeepDays {
		p.fault(t.at, "write days, 1d to %dd: %s", core.MaxKeepDays, what)
		return 0
	}
	return int(n)
}

func keepText(days int) string {
	if days == 0 {
		return "default"
	}
	return fmt.Sprintf("%dd", days)
}

func (x *exporter) keep() {
	if n := x.cfg.Settings.KeepDays; n != 0 {
		x.line(1, "keep: "+keepText(n))
	}
}
