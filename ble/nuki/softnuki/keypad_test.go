package softnuki

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"localiq/ble/nuki"
)

func (h *hub) add(digit string, limits *nuki.Limits) []nuki.Message {
	h.t.Helper()
	m := nuki.KeypadAdd{Code: digits(h.t, digit), Name: "LIQ 1", Nonce: h.nonce(), PIN: h.pin}
	if limits != nil {
		m.Limited, m.Limits = true, *limits
	}
	return h.say(m)
}

func (h *hub) list(offset, count uint16) []nuki.Message {
	h.t.Helper()
	return h.say(nuki.KeypadList{Offset: offset, Count: count, Nonce: h.nonce(), PIN: h.pin})
}

// TestCodes: added, listed page by page, changed, removed; each refusal by its own number.
func TestCodes(t *testing.T) {
	paired(t, Config{Room: 12}, func(t *testing.T, l *Lock, h *hub) {
		refused := func(ms []nuki.Message, code nuki.ErrorCode, of nuki.Command) {
			t.Helper()
			h.is(ms, nuki.ErrorReport{Code: code, Of: of})
		}
		for i := range uint16(12) {
			ms := h.add(fmt.Sprint(345611+uint32(i)%9+uint32(i)/9*10), nil)
			if len(ms) != 2 || ms[0].(nuki.KeypadAdded).ID != i+1 || ms[1] != done {
				t.Fatalf("%v", ms)
			}
		}
		refused(h.add("345611", nil), nuki.ErrorCodeExists, nuki.CmdKeypadAdd)
		refused(h.add("999999", nil), nuki.ErrorTooManyEntries, nuki.CmdKeypadAdd)
		bad := nuki.Limits{From: nuki.Time{Year: 2026, Month: 2, Day: 30}}
		refused(h.add("888888", &bad), nuki.ErrorBadParameter, nuki.CmdKeypadAdd)
		for offset, want := range map[uint16]uint16{0: 5, 5: 5, 10: 2, 15: 0} {
			ms := h.list(offset, 5)
			if len(ms) != int(want)+2 || ms[0] != (nuki.KeypadCount{Count: want}) || ms[want+1] != done {
				t.Fatalf("%d: %v", offset, ms)
			}
			for i := range want {
				if e := ms[1+i].(nuki.KeypadEntry); e.ID != offset+i+1 || !e.Enabled || e.Limited || e.Name != "LIQ 1" {
					t.Errorf("%+v", e)
				}
			}
		}
		change := func(id uint16, c string) []nuki.Message {
			return h.say(nuki.KeypadUpdate{ID: id, Code: digits(t, c), Name: "LIQ 2", Nonce: h.nonce(), PIN: h.pin})
		}
		refused(change(2, "345611"), nuki.ErrorCodeExists, nuki.CmdKeypadUpdate)
		refused(change(99, "777777"), nuki.ErrorBadParameter, nuki.CmdKeypadUpdate)
		h.is(change(1, "777777"), done)
		if e := h.list(0, 1)[1].(nuki.KeypadEntry); !e.Code.Same(digits(t, "777777")) || e.Name != "LIQ 2" || e.Enabled {
			t.Errorf("%+v", e)
		}
		remove := func(id uint16) []nuki.Message {
			return h.say(nuki.KeypadRemove{ID: id, Nonce: h.nonce(), PIN: h.pin})
		}
		h.is(remove(1), done)
		refused(remove(1), nuki.ErrorBadParameter, nuki.CmdKeypadRemove)
		if ms := h.list(0, 99); ms[0] != (nuki.KeypadCount{Count: 11}) {
			t.Errorf("%v", ms[0])
		}
	})
	paired(t, Config{NoKeypad: true}, func(t *testing.T, l *Lock, h *hub) {
		h.is(h.add("345678", nil), nuki.ErrorReport{Code: nuki.ErrorBadParameter, Of: nuki.CmdKeypadAdd})
		if h.states().Accessory.Keypad() || l.Hands("code 345678") == nil || l.Hands("arrow") == nil {
			t.Error("it has no keypad")
		}
	})
}

// TestCodeTyped: a good one pulls the latch and is counted; one that is switched off, at another
// time or nobody's does not; each is in the log, and what was typed nowhere.
func TestCodeTyped(t *testing.T) {
	var said []string
	paired(t, Config{ZoneID: 37, Say: func(s string) { said = append(said, s) }}, func(t *testing.T, l *Lock, h *hub) {
		l.sets(time.Date(2026, 7, 1, 15, 30, 0, 0, time.UTC)) // 17:30 in Berlin, a Wednesday
		h.add("345678", nil)
		h.add("456789", &nuki.Limits{Days: nuki.Wednesday, FromClock: nuki.Clock{Hour: 17}, UntilClock: nuki.Clock{Hour: 18}})
		h.add("567891", &nuki.Limits{FromClock: nuki.Clock{Hour: 15}, UntilClock: nuki.Clock{Hour: 16}})
		h.say(nuki.KeypadUpdate{ID: 1, Code: digits(t, "345678"), Name: "LIQ off", Nonce: h.nonce(), PIN: h.pin})
		hands(t, l, "code 456789")
		if s := l.State(); s.Lock != nuki.Unlocked {
			t.Errorf("%+v", s)
		}
		hands(t, l, "arrow", "code 567891", "code 345678", "code 888888")
		if s := l.State(); s.Lock != nuki.Locked || s.LastDone != nuki.DoneBadCode {
			t.Errorf("%+v", s)
		}
		want := []nuki.LogEntry{
			{Action: nuki.Unlatch, Source: nuki.SourceCode, Code: 2, Name: "LIQ 1"},
			{Action: nuki.Lock, Source: nuki.SourceArrow},
			{Action: nuki.Unlatch, Source: nuki.SourceCode, Code: 3, Name: "LIQ 1", Done: nuki.DoneNotNow},
			{Action: nuki.Unlatch, Source: nuki.SourceCode, Code: 1, Name: "LIQ off", Done: nuki.DoneNotNow},
			{Action: nuki.Unlatch, Source: nuki.SourceCode, Done: nuki.DoneBadCode},
		}
		es := h.log(0, 10)
		if len(es) != len(want) {
			t.Fatalf("%+v", es)
		}
		for i, w := range want {
			if w.Index, w.Type, w.Time = uint32(i+1), nuki.LogKeypad, es[i].Time; es[i] != w {
				t.Errorf("%+v, want %+v", es[i], w)
			}
		}
		e := h.list(1, 1)[1].(nuki.KeypadEntry)
		if e.Uses != 1 || e.LastActive != es[0].Time {
			t.Errorf("%+v", e)
		}
		err := l.Hands("code 120000")
		for _, s := range append(said, fmt.Sprint(err)) {
			if strings.Contains(s, "888888") || strings.Contains(s, "120000") || strings.Contains(s, "456789") {
				t.Errorf("a code is told: %s", s)
			}
		}
	})
	paired(t, Config{Motor: time.Second}, func(t *testing.T, l *Lock, h *hub) {
		h.add("345678", nil)
		hands(t, l, "manual unlock", "code 345678")
		if es := h.log(0, 9); len(es) != 1 || es[0].Done != nuki.DoneBusy || l.Hands("press") == nil {
			t.Errorf("%+v", es)
		}
	})
}

// TestLimits: dates, days and times of day, at their edges.
func TestLimits(t *testing.T) {
	at := func(s string) int64 {
		when, err := time.Parse("2006-01-02 15:04:05", s)
		if err != nil {
			t.Fatal(err)
		}
		return when.Unix()
	}
	day := nuki.Limits{From: nuki.TimeOf(at("2026-07-01 08:00:00")), Until: nuki.TimeOf(at("2026-07-03 18:00:00"))}
	office := nuki.Limits{Days: nuki.Monday | nuki.Friday, FromClock: nuki.Clock{Hour: 9}, UntilClock: nuki.Clock{Hour: 17, Minute: 30}}
	night := nuki.Limits{Days: nuki.Friday, FromClock: nuki.Clock{Hour: 22}, UntilClock: nuki.Clock{Hour: 6}}
	for _, c := range []struct {
		name string
		l    nuki.Limits
		when string
		want bool
	}{
		{"no limits", nuki.Limits{}, "2026-07-01 00:00:00", true},
		{"before", day, "2026-07-01 07:59:59", false}, {"from", day, "2026-07-01 08:00:00", true},
		{"until", day, "2026-07-03 18:00:00", true}, {"after", day, "2026-07-03 18:00:01", false},
		{"Monday morning", office, "2026-06-29 09:00:00", true}, {"too early", office, "2026-06-29 08:59:59", false},
		{"the last minute", office, "2026-07-03 17:29:59", true}, {"over", office, "2026-07-03 17:30:00", false},
		{"Tuesday", office, "2026-06-30 12:00:00", false}, {"Sunday", office, "2026-07-05 12:00:00", false},
		{"Friday night", night, "2026-07-03 22:00:00", true}, {"Saturday before six", night, "2026-07-04 05:59:59", true},
		{"Saturday at six", night, "2026-07-04 06:00:00", false}, {"Friday before six", night, "2026-07-03 05:00:00", false},
		{"Saturday night", night, "2026-07-04 23:00:00", false}, {"Friday noon", night, "2026-07-03 12:00:00", false},
	} {
		if got := Good(c.l, at(c.when)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	for name, l := range map[string]nuki.Limits{
		"no such day": {Until: nuki.Time{Year: 2026, Month: 2, Day: 29}}, "no such time": {FromClock: nuki.Clock{Hour: 24}}, "an eighth day": {Days: 0x80},
	} {
		if sound(l) {
			t.Error(name)
		}
	}
}

// TestLimitsFollowSummerTime: a window is on the wall of the place, in summer and in winter.
func TestLimitsFollowSummerTime(t *testing.T) {
	paired(t, Config{ZoneID: 37}, func(t *testing.T, l *Lock, h *hub) {
		h.add("456789", &nuki.Limits{FromClock: nuki.Clock{Hour: 9}, UntilClock: nuki.Clock{Hour: 10}})
		for _, c := range []struct {
			utc  time.Time
			want nuki.Completion
		}{
			{time.Date(2026, 7, 1, 7, 30, 0, 0, time.UTC), nuki.Done}, {time.Date(2026, 7, 1, 8, 30, 0, 0, time.UTC), nuki.DoneNotNow},
			{time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC), nuki.Done}, {time.Date(2026, 12, 1, 7, 30, 0, 0, time.UTC), nuki.DoneNotNow},
		} {
			l.sets(c.utc)
			hands(t, l, "code 456789")
			if got := l.State().LastDone; got != c.want {
				t.Errorf("%v: %v", c.utc, got)
			}
		}
	})
}
