package rules

import (
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// consoleWord reads "claim Ana CODE [10m]", "claim none", "take-claim CODE KEY" (from afar), "enrol Ana
// KEY", "session Ana KEY how", "session-ended Ana why", "refused 3 10.0.0.9 [KEY]", "ssh-shut why",
// "https-refused 3 10.0.0.9" and "https-shut why".
func (st *story) consoleWord(in *core.Input, f []string) core.Event {
	switch f[0] {
	case "claim":
		e := core.ClaimShown{}
		if f[1] != "none" {
			e = core.ClaimShown{Person: core.PersonID(f[1]), Code: digest(f[2]), For: core.ClaimGood}
		}
		if len(f) > 3 {
			e.For, _ = time.ParseDuration(f[3])
		}
		return e
	case "take-claim":
		in.Origin.Kind, in.Origin.As = core.FromSSH, ""
		return core.ClaimTaken{Code: digest(f[1]), Key: core.ConsoleKey{ID: core.ConsoleKeyID(f[2]), Digest: digest(f[2])}, From: "10.0.0.9"}
	case "enrol":
		k := core.ConsoleKey{ID: core.ConsoleKeyID(f[2]), Person: core.PersonID(f[1]), Digest: digest(f[2])}
		return core.SiteEdited{Why: "enrol " + f[2], Edits: []core.Edit{core.Put(k)}}
	case "session", "session-ended", "refused", "ssh-shut", "https-refused", "https-shut":
		in.Origin = core.Origin{}
	}
	switch f[0] {
	case "session":
		return core.SessionOpened{Session: "s", Person: core.PersonID(f[1]), Key: core.ConsoleKeyID(f[2]), How: f[3], From: "10.0.0.9", Client: "OpenSSH_9.2"}
	case "session-ended":
		return core.SessionEnded{Session: "s", Person: core.PersonID(f[1]), For: 90 * time.Second, Why: strings.Join(f[2:], " ")}
	case "refused":
		n, _ := strconv.Atoi(f[1])
		return core.ConsoleRefused{Times: n, From: f[2], Key: strings.Join(f[3:], "")}
	case "https-refused":
		n, _ := strconv.Atoi(f[1])
		return core.APIRefused{Times: n, From: f[2]}
	case "https-shut":
		return core.APIShut{Why: strings.Join(f[1:], " ")}
	case "ssh-shut":
		return core.ConsoleShut{Why: strings.Join(f[1:], " ")}
	}
	return nil
}
