package tui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// What is done to every door at once, and to the site itself: each wants the site's name typed.

func (m *model) askSiteMode(v verb) tea.Cmd {
	if m.snap == nil {
		return nil
	}
	name := plain.Clean(m.snap.Settings.Name)
	e := errand{Name: m.t("every door"), Verb: v, Wish: core.SetDoorMode{Mode: modeOf[v]}}
	return m.raise(dialog{Errand: e, For: siteModeWords(m.ui, m.snap, v), Named: name, Timed: v != siteNormalVerb})
}

// siteModeWords counts what follows at the doors.
func siteModeWords(u UI, s *core.Snapshot, v verb) string {
	locks, away := 0, 0
	for _, c := range s.Doors {
		if c.Lock == nil {
			continue
		}
		if locks++; !c.State.Link.Heard {
			away++
		}
	}
	words := map[verb]string{
		siteLockdownVerb: u.t("%s lock. Only people with the right to override a lockdown are let in."),
		siteFireVerb:     u.t("%s are held unlocked for everybody, also where somebody locked from inside."),
		siteBlockVerb:    u.t("%s lock, and let nobody in."),
		siteNormalVerb:   u.t("The strongest mode is released at %s: those in their office hours unlock."),
	}[v]
	text := fmt.Sprintf(words, u.count(locks, "door"))
	if away > 0 {
		text += " " + u.t("%s cannot be heard now: told as soon as they are.", u.count(away, "lock"))
	}
	return u.t("%s From inside every door opens as ever.", text)
}

func (m *model) askRelease() tea.Cmd {
	if m.snap == nil {
		return nil
	}
	if !m.snap.Settings.Installing {
		m.tell(m.t("The site is released already. o hands it to another owner."), false)
		return nil
	}
	return m.fill(form{Title: m.t("Release the site: from then on it is its owner's, and everybody's keys count"), Verb: releaseVerb, Wish: wishRelease, Name: m.siteName(), Fields: []field{
		{Label: "Owner", Teach: "a name, or its beginning; empty: who is owner in it already"}, m.siteNameField()}})
}

func (m *model) askTransfer() tea.Cmd {
	if m.snap == nil {
		return nil
	}
	return m.fill(form{Title: m.t("Hand the site to another owner; you become an admin"), Verb: transferVerb, Wish: wishTransfer, Name: m.siteName(), Fields: []field{
		{Label: "New owner", Must: true, Teach: "a name, or its beginning"}, m.siteNameField()}})
}

// allowInstallers gives installers time, or takes it: 0 hours.
func (m *model) allowInstallers() tea.Cmd {
	x := field{Label: "For", Kind: choiceField, Options: []string{"24 h", "2 h", "8 h", "3 days", "7 days", "not at all"}}
	x.Text, x.Was = x.Options[0], x.Options[0]
	return m.fill(form{Title: m.t("For how long may installers work on locks, repeaters and the clock?"), Verb: installerVerb, Wish: wishInstaller, Name: m.t("Installers"), Fields: []field{x}})
}

var installerTimes = map[string]time.Duration{"2 h": 2 * time.Hour, "8 h": 8 * time.Hour, "24 h": core.InstallerTime, "3 days": 3 * core.InstallerTime, "7 days": core.LongestInstaller}

func (m *model) siteName() string { return plain.Clean(m.snap.Settings.Name) }

// siteNameField wants the site's name, or the word that stands for one that not every keyboard has.
func (m *model) siteNameField() field {
	d := dialog{Named: m.siteName(), Errand: errand{Verb: releaseVerb}}
	teach := m.t("to be sure: type %s", d.Named)
	if w := d.byWord(); w != "" {
		teach += m.t(", or: yes")
	}
	return field{Label: "Site", Kind: namedField, Must: true, Teach: teach, Want: d.Named}
}

// named is what is wrong with a name that had to be typed.
func (f field) named(u UI) string {
	typed := strings.Join(strings.Fields(f.Text), " ")
	d := dialog{Named: f.Want}
	if strings.EqualFold(typed, f.Want) || d.byWord() != "" && (strings.EqualFold(typed, "yes") || strings.EqualFold(typed, u.t("yes"))) {
		return ""
	}
	return u.t("this is not the site's name: %s", f.Want)
}

// siteWish is the wish of a form about the site.
func (f form) siteWish() core.Wish {
	switch f.Wish {
	case wishRelease:
		return core.ReleaseSite{Owner: core.PersonID(f.text("Owner"))}
	case wishTransfer:
		return core.TransferOwner{To: core.PersonID(f.text("New owner"))}
	}
	return core.AllowInstaller{For: installerTimes[f.text("For")]}
}
