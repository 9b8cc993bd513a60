package stage

import (
	"time"

	"localiq/core"
)

// Box gives a site what its hub knows of its own box, and a lock that is brought new firmware.
func Box(s core.Snapshot) core.Snapshot {
	s.Hub.Clock = core.ClockState{Source: core.SourceNTP, Proven: At(-40 * time.Minute), Within: 1200 * time.Millisecond}
	s.Health.Disk = core.Disk{Bytes: 38 << 20, Most: 512 << 20, Free: 11 << 30}
	s.Health.Inbox, s.Health.Screens = 2, 3
	s.Air.Radios = []core.RadioNow{{Adapter: "hci0", Address: "DC:A6:32:00:00:01", Role: "scans and connects", Links: 2, Reports: 41, Round: 1300 * time.Microsecond, Goroutines: 23, Files: 11}}
	s.Errands = []core.Errand{{What: "firmware", Lock: "lock-office", Done: 37, Total: 100}}
	return s
}

// Changes are what people did to the made-up site, each by another way.
func Changes() []core.Line {
	line := func(d time.Duration, what core.What, k core.OriginKind, who, detail string) core.Line {
		return core.Line{Notice: core.Notice{What: what, At: At(d), Origin: core.Origin{Kind: k, Who: who}, Detail: detail}}
	}
	above := line(-3*time.Minute, core.TriedAbove, core.FromAPI, "10.0.0.9", "a user may not change people")
	above.PersonName = "Jan Malý"
	afar, lent := line(-150*time.Second, core.ConfigChanged, core.FromSSH, "Ana Nováková", "a group was added"), line(-140*time.Second, core.ConfigChanged, core.FromCLI, "root", "a booking was added")
	afar.Origin.As, afar.AsName, lent.Origin.As, lent.AsName = "p1", "Ana Nováková", "p3", "Marie Dlouhá"
	return []core.Line{line(-26*time.Hour, core.ConfigChanged, core.FromCLI, "root", "a group was changed"), above, afar, lent,
		line(-2*time.Minute, core.ConfigChanged, core.FromConsole, "ana", "a person was added")}
}

// sessions are two people at the console from afar.
func sessions() *core.Consoles {
	return &core.Consoles{Listens: "10.0.0.5:2222", Keys: []core.ConsoleKeyRow{{ID: "c1"}, {ID: "c2"}, {ID: "c3"}}, Sessions: []core.SessionNow{
		{ID: "abc123", Person: "p1", Name: "Ana Nováková", Role: core.RoleOwner, From: "10.0.0.7", How: "console", Since: At(-time.Hour).Wall, Idle: int64(12 * time.Minute)},
		{ID: "def456", Person: "p8", Name: "Jiří Technik", Role: core.RoleInstaller, From: "10.0.0.8", How: "lines", Since: At(-2 * time.Minute).Wall}}}
}
