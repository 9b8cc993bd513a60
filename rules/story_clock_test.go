package rules

import (
	"strings"
	"time"

	"localiq/core"
)

// Words about the clock. Times are local, "2026-11-23T12:00:00"; those of a story's lines go on.
//
//	powercut TIME [ntp|rtc=TIME]     another boot, in which the box's own clock shows TIME; from here on the hub judges it
//	clock-read [box=TIME] [ntp] [rtc=TIME]   the sources were read; box: somebody has set the box's clock
//	lock-clock DOOR TIME [untrusted]
//	confirm [TIME]
//	show-clock

// at is what the hub's clock shows.
func (st *story) at() core.Instant {
	if !st.box {
		return st.now
	}
	return st.s.Hub.Clock.Judge(st.now, st.s.At.Wall)
}

func (st *story) clockWord(f []string) core.Event {
	switch f[0] {
	case "powercut":
		st.starts([]string{"reboot-untrusted"})
		st.box, st.now.Wall = true, st.time(f[1])
		return core.HubStarted{Version: "1", Box: st.boxClock(f[2:])}
	case "clock-read":
		return core.ClockRead{Box: st.boxClock(f[1:])}
	case "lock-clock":
		e := core.LockClock{Lock: core.LockID(f[1] + ".lock"), Wall: st.time(f[2]), Quality: core.Trusted}
		if len(f) > 3 {
			st.word(&e.Quality, f[3])
		}
		return e
	}
	at := st.at()
	st.printf("shows %s, %s", at.In(st.zone).Format("2 Jan 15:04:05"), st.s.Hub.Clock.Say(at))
	return nil
}

func (st *story) boxClock(f []string) (b core.BoxClock) {
	for _, word := range f {
		switch name, at, _ := strings.Cut(word, "="); name {
		case "box":
			st.now.Wall = st.time(at)
		case "ntp":
			b.Synced, b.Within = true, 20*time.Millisecond
		case "rtc":
			b.Battery = st.time(at) - int64(st.now.Up)
		}
	}
	b.Base = st.now.Wall - int64(st.now.Up)
	return b
}

func (st *story) confirms(f []string) core.Event {
	e := core.ClockConfirmed{}
	if len(f) > 0 {
		e.Wall = st.time(f[0])
	}
	return e
}

// time is local, to the fraction of a second.
func (st *story) time(s string) int64 {
	t, err := time.ParseInLocation("2006-01-02T15:04:05", s, st.zone)
	if err != nil {
		st.t.Fatal(err)
	}
	return t.UnixNano()
}
