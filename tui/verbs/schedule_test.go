package verbs

import (
	"reflect"
	"testing"

	"localiq/core"
)

// TestPreviewIsReadByPeople: a line a day, with holidays, exceptions and the night in which the clock
// jumps; and with a file, what it makes otherwise.
func TestPreviewIsReadByPeople(t *testing.T) {
	day := func(d core.Date, hours ...core.Hours) core.PreviewDay { return core.PreviewDay{Date: d, Hours: hours} }
	sun := day(20751, core.Hours{From: 0, To: 240}, core.Hours{From: 1320, To: 1440})
	sun.Open, sun.Jump = 7*3600e9, core.Jump{From: 180, To: 120}
	mon, tue := day(20752), day(20753, core.Hours{From: 600, To: 720})
	mon.Instead, tue.Instead, tue.Holidays = true, true, "Founders' Day"
	now := core.Preview{Schedule: "Nights", Door: "Bar", Office: core.OfficeEasy, Days: []core.PreviewDay{sun, mon, tue}}
	after := now
	after.Days = []core.PreviewDay{sun, day(20752, core.Hours{From: 480, To: 1080}), tue}
	const head = "Bar: office mode easy, schedule Nights\n" +
		"  Sun 25 Oct 2026   00:00-04:00, 22:00-24:00   the clock goes from 03:00 to 02:00: 7 h open\n" +
		"  Mon 26 Oct 2026   closed   exception\n"
	for name, c := range map[string]struct {
		previewed core.Previewed
		file      string
		want      string
	}{
		"as it is": {core.Previewed{Now: now}, "", head + "  Tue 27 Oct 2026   10:00-12:00   holiday: Founders' Day\n"},
		"with a file": {core.Previewed{Now: now, After: &after, Differences: []core.Difference{{Text: "Bar can be unlocked 10 h longer per week"}}}, "-",
			head + "    with the file     08:00-18:00\n  Tue 27 Oct 2026   10:00-12:00   holiday: Founders' Day\nWith that file:\n  Bar can be unlocked 10 h longer per week\n"},
		"with a file that changes nothing": {core.Previewed{Now: now, After: &now}, "-",
			head + "  Tue 27 Oct 2026   10:00-12:00   holiday: Founders' Day\nWith that file nothing becomes different at the doors.\n"},
		"no schedule": {core.Previewed{Now: core.Preview{Door: "Bar", Office: core.OfficeManual}}, "", "Bar: office mode is manual and follows no schedule.\n"},
	} {
		h := &still{told: core.Told{Preview: &c.previewed}}
		out, err := h.at(t, "yaml", &SchedulePreview{Name: "Bar", With: c.file})
		if err != nil || out != c.want {
			t.Errorf("%s: %v\ngot\n%swant\n%s", name, err, out, c.want)
		}
		want := core.PreviewSchedule{Name: "Bar"}
		if c.file != "" {
			want.YAML = []byte("yaml")
		}
		if len(h.asked) != 1 || !reflect.DeepEqual(h.asked[0], want) {
			t.Errorf("%s: asked %+v", name, h.asked)
		}
	}
}
