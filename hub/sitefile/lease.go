package sitefile

import (
	"fmt"
	"strconv"
	"strings"
)

// lease reads how long keys outlive a lock's last meeting with its hub: "30d", "72h", "never";
// seconds, not set is 0, the default.
func (p *planner) lease(t text) int64 {
	if !t.set || t.s == "default" {
		return 0
	}
	if t.s == "never" {
		return -1
	}
	for unit, seconds := range map[string]int64{"d": 86400, "h": 3600} {
		if n, err := strconv.ParseUint(strings.TrimSuffix(t.s, unit), 10, 16); err == nil && strings.HasSuffix(t.s, unit) && n > 0 {
			return int64(n) * seconds
		}
	}
	p.fault(t.at, "write days or hours, as 30d or 72h, or never (then keys work without the hub for ever)")
	return 0
}

func leaseText(s int64) string {
	switch {
	case s == 0:
		return "default"
	case s < 0:
		return "never"
	case s%86400 == 0:
		return fmt.Sprintf("%dd", s/86400)
	}
	return fmt.Sprintf("%dh", s/3600)
}

func (x *exporter) lease(name string, s int64) {
	if s != 0 {
		x.line(1, name+": "+leaseText(s))
	}
}
