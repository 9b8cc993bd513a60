package rules

import (
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// alerting reads how a door alerts: "prealarm 10 debounce 3s inoffice 300 offline 120 mute tamper,low-battery".
func (st *story) alerting(p *core.AlertPolicy, words []string) {
	for i, w := range words {
		switch w {
		case "prealarm":
			p.PreAlarm, _ = strconv.Atoi(words[i+1])
		case "inoffice":
			p.InOffice, _ = strconv.Atoi(words[i+1])
		case "offline":
			p.Offline, _ = strconv.Atoi(words[i+1])
		case "debounce":
			if p.Debounce = -1; words[i+1] != "none" {
				d, err := time.ParseDuration(words[i+1])
				if err != nil {
					st.t.Fatal(err)
				}
				p.Debounce = int(d / time.Millisecond)
			}
		case "mute":
			st.word(&p.Off, strings.ReplaceAll(strings.ReplaceAll(words[i+1], "-", " "), ",", ", "))
		}
	}
}

// extraTime reads "extra=30".
func (st *story) extraTime(words []string) (s int) {
	for _, w := range words {
		if extra, ok := strings.CutPrefix(w, "extra="); ok {
			s, _ = strconv.Atoi(extra)
		}
	}
	return s
}

// alertState is "alert tamper, seen by desk".
func (st *story) alertState(a core.Alert) string {
	said := "alert " + a.Kind.String()
	if !a.Escalated.IsZero() {
		said += " and not closed since " + st.clock(a.Escalated)
	}
	if a.Quiet {
		said += " in the digest"
	}
	if !a.Acked.IsZero() {
		said += ", seen " + st.clock(a.Acked) + " by " + a.By
	}
	return said
}
