package rules

import (
	"fmt"
	"testing"

	"localiq/core"
)

// TestWhoOpenedIsNamed [notclosed]: a lock from a shop tells of the key up to 10 s after the door that it
// opened, and as long before as it unlocks; NOT CLOSED is then that person's. Nobody else's key is.
func TestWhoOpenedIsNamed(t *testing.T) {
	for what, who := range map[string]core.PersonID{
		"09:10:10 admits Ana.pin front":                                                "Ana",
		"09:10:10.000000001 admits Ana.pin front":                                      "",
		"09:10:01 admits Ana.pin front age=7s":                                         "Ana",
		"09:10:01 admits Ana.pin front age=7.001s":                                     "",
		"09:10:01 admits Ana.pin front\n09:10:02 admits Ben.pin front":                 "Ana",
		"09:10:01 closes front\n09:10:01.5 opens front\n09:10:02 admits Ana.pin front": "Ana",
		"09:10:03 ask-office front off\n09:10:04 admits Ana.pin front":                 "",
	} {
		first := "opens front"
		if who == "" && what[:8] == "09:10:03" {
			first = "ask-office front on\n09:10:00 answer front done\n09:10:00 opens front"
		}
		st := tellStory(t, fmt.Sprintf(namedStory, first, what))
		var alerts []core.Notice
		for _, n := range st.told {
			if n.What == core.AlertRaised && n.Alert == core.AlertNotClosed {
				alerts = append(alerts, n)
			}
		}
		if len(alerts) != 1 || alerts[0].Person != who {
			t.Errorf("%s: NOT CLOSED is %+v, want one of %q", what, alerts, who)
		}
	}
}

const namedStory = `site Europe/Amsterdam 2026-11-23 09:00:00
door front manual lacks shop
group staff front
person Ana staff
pin Ana
person Ben staff
pin Ben

09:00:00 start
09:00:01 report front locked closed ?
09:10:00 %s
%s
09:12:00 wait
`
