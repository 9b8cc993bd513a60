package tui

import (
	"slices"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// banners say, on every screen and in words, what is wrong with the hub itself: of each
// trouble as much as fits one line.
func banners(s *core.Snapshot, u UI, w int) []string {
	var out []string
	for _, t := range troubles(s, u) {
		out = append(out, in(bad, fitting(t.says, u, w)))
	}
	return append(out, some(installing(s, u, w), siteMode(s, u, w))...)
}

// fitting is the fullest of texts that a line has room for, in the letters that the terminal has.
func fitting(says []string, u UI, w int) string {
	text := says[len(says)-1]
	if i := slices.IndexFunc(says, func(say string) bool { return width(u.Glyphs.plain(say))+2 <= w }); i >= 0 {
		text = says[i]
	}
	return u.Glyphs.Warn + " " + u.Glyphs.plain(text)
}

// siteMode says that a mode was set for the whole site, and how it ends; "": none stands.
func siteMode(s *core.Snapshot, u UI, w int) string {
	if s == nil {
		return ""
	}
	var l core.Level
	n := 0
	for _, c := range s.Doors {
		if is := c.State.Level(s.Now); is.Mode != core.ModeNormal && is.Site && is.Mode >= l.Mode {
			if is.Mode > l.Mode {
				n = 0
			}
			l, n = is, n+1
		}
	}
	if n == 0 {
		return ""
	}
	head := strings.ToUpper(u.t(l.Mode.Say())) + ": " + u.count(n, "door")
	since := " " + u.t("since %s", clockAt(u, s.Now, l.Since.Wall, minutes))
	return in(bad, fitting([]string{u.t("%s%s%s, as the whole site. 9, Site, n releases it", head, since, plain.Plus(u.t(", by")+" ", plain.Clean(l.By))), u.t("%s%s. 9, Site, n releases it", head, since), u.t("%s. 9, Site, n", head)}, u, w))
}

// installing says that the site is not released yet, and what to do about it; "": it is.
func installing(s *core.Snapshot, u UI, w int) string {
	if s == nil || !s.Settings.Installing {
		return ""
	}
	says := []string{u.t("NOT RELEASED YET: only the installer's console acts, and nobody's keys open but installers'"), u.t("NOT RELEASED YET: only the installer's console acts"), u.t("NOT RELEASED YET")}
	if u.Admin {
		says = []string{u.t("NOT RELEASED YET: only this console acts, and only installers' keys open. When all is ready: 9, Site, r"), u.t("NOT RELEASED YET: only installers' keys open. When ready: 9, Site, r"), u.t("NOT RELEASED YET. Ready? 9, Site, r")}
	}
	return in(warn, fitting(says, u, w))
}

// honest is what can still be said: while no radio is up, the hub is silent, or its disk cannot
// be written, nobody knows what the locks do now, whatever the last snapshot says: the hub shows
// only what it has kept. Nothing is drawn as locked then.
func honest(s *core.Snapshot, u UI) *core.Snapshot {
	if s == nil || !u.Quiet && !deaf(s.Hub.Radios) && s.Health.StoreError == "" {
		return s
	}
	n := *s
	n.Doors = slices.Clone(s.Doors)
	for i := range n.Doors {
		n.Doors[i].State.Link.Heard = false
	}
	return &n
}

// deaf: there are radios, and none is up.
func deaf(rs []core.RadioState) bool {
	return len(rs) > 0 && !slices.ContainsFunc(rs, func(r core.RadioState) bool { return r.Up })
}

// trouble is something wrong with the hub itself. It counts as an alert, and is listed as one.
type trouble struct {
	says  []string // the banner, from the fullest to one that fits the narrowest screen
	alert string   // for the list, after "Hub: "
}

func troubles(s *core.Snapshot, u UI) (ts []trouble) {
	if u.Quiet {
		ts = append(ts, silence(s, u))
	}
	if s == nil {
		return ts
	}
	switch h := s.Health; {
	case h.StoreError != "":
		ts = append(ts, diskBroken(u, plain.Clean(h.StoreError)))
	case h.StoreStalled:
		ts = append(ts, diskStalled.in(u))
	}
	for _, r := range s.Hub.Radios {
		if !r.Up {
			ts = append(ts, radioDown(s, u, r))
		}
	}
	if s.Now.Trust == core.Untrusted {
		ts = append(ts, clockUnset.in(u))
	}
	return ts
}

var (
	diskStalled = trouble{
		[]string{"DISK DOES NOT ANSWER: nothing is opened from here; tags still work", "DISK DOES NOT ANSWER: no unlocking"},
		"the disk does not answer: nothing is opened from here; tags still work"}
	clockUnset = trouble{
		[]string{"CLOCK NOT SET: nobody told this hub the time; schedules refuse until somebody does", "CLOCK NOT SET: schedules refuse"},
		"the clock is not set: schedules refuse until somebody tells this hub the time"}
)

// in is a trouble in the language of this terminal.
func (t trouble) in(u UI) trouble {
	n := trouble{alert: u.t(t.alert)}
	for _, say := range t.says {
		n.says = append(n.says, u.t(say))
	}
	return n
}

func diskBroken(u UI, why string) trouble {
	full := u.t("DISK CANNOT BE WRITTEN: nothing that opens is kept, so nothing opens; locks go on by themselves")
	return trouble{
		[]string{strings.TrimSpace(full + ". " + sentence(why)), full, u.t("DISK CANNOT BE WRITTEN: nothing opens; locks go on by themselves"), u.t("DISK CANNOT BE WRITTEN: nothing opens")},
		u.t("the disk cannot be written: nothing that opens is kept, so nothing opens; locks go on by themselves. %s", sentence(why))}
}

func silence(s *core.Snapshot, u UI) trouble {
	if s == nil {
		return trouble{[]string{u.t("NO ANSWER from the hub yet. Is it running? Look with: localiq version"), u.t("NO ANSWER from the hub yet")}, u.t("no answer yet")}
	}
	at := s.Now.In(u.Zone).Format(seconds)
	t := trouble{[]string{u.t("NO NEWS FROM THE HUB: what you see is from %s and may be wrong now", at), u.t("NO NEWS FROM THE HUB since %s", at)},
		u.t("no news since %s: what you see may be wrong now", at)}
	if u.HungUp {
		ended := u.t("NO NEWS FROM THE HUB: it ended the connection")
		t.says = []string{u.t("%s; what you see is from %s", ended, at), ended, u.t("NO NEWS: the hub ended the connection")}
	}
	return t
}

// radioDown says what to do next as long as there is room: the reason that a radio gives ends
// in it, behind its last colon.
func radioDown(s *core.Snapshot, u UI, r core.RadioState) trouble {
	name, why := radioName(s, r.Adapter), strings.TrimSpace(plain.Clean(r.Why))
	when := ""
	if !r.Since.IsZero() {
		when = " " + u.t("since %s", clockAt(u, s.Now, r.Since.Wall, minutes))
	}
	t := trouble{alert: u.t("radio %s down%s", name, when)}
	head := u.t("RADIO DOWN (%s)", name)
	deaf := u.t("%s%s: no lock can be heard or asked over it", head, when)
	if why == "" {
		t.says = []string{deaf, u.t("RADIO DOWN: %s", name)}
		return t
	}
	t.alert += ", " + why
	t.says = []string{strings.TrimSpace(deaf + ". " + sentence(why))}
	for rest, ok := why, true; ok; _, rest, ok = strings.Cut(rest, ": ") {
		t.says = append(t.says, head+": "+rest)
		why = rest
	}
	t.says = append(t.says, u.t("RADIO DOWN: %s", why), u.t("RADIO DOWN: %s", name))
	return t
}
