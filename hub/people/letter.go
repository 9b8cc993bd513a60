package people

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// words of a letter to a guest, in one language. Each takes the site's name, doors, two moments.
type words struct {
	hello, may, from, until, pin, how string
	moment, dayEnd, day               string
}

var languages = map[string]words{
	"en": {"Hello %s,", "you can open at %s: %s.", "From %s", "until %s.", "Your PIN: %s", "Type it at the door's keypad. It is yours alone: please do not pass it on.", "Monday 2 January 2006 15:04", "until the end of %s.", "Monday 2 January 2006"},
	"de": {"Guten Tag %s,", "Sie können bei %s öffnen: %s.", "Von %s", "bis %s.", "Ihre PIN: %s", "Tippen Sie sie am Tastenfeld der Tür. Sie gehört Ihnen allein: bitte geben Sie sie nicht weiter.", "02.01.2006 15:04", "bis einschließlich %s.", "02.01.2006"},
}

// letter is what a guest is to be sent: the PIN, the doors, the dates [guest].
func (p *planner) letter(lang string, name core.Name, is *core.Person, pin string) (string, *core.Error) {
	if lang == "" {
		lang = "en"
	}
	w, ok := languages[lang]
	if !ok {
		return "", core.Errorf(core.CodeInvalid, "there is no text in %q", lang).Advise("write en or de")
	}
	var doors []string
	for _, d := range doorsOf(p.cfg, is) {
		doors = append(doors, p.cfg.Door(d).Name)
	}
	slices.Sort(doors)
	lines := []string{fmt.Sprintf(w.hello, name)}
	if len(doors) > 0 {
		lines = append(lines, fmt.Sprintf(w.may, p.cfg.Settings.Name, strings.Join(doors, ", ")))
	}
	return strings.Join(append(lines, w.span(is, p.cfg.Zone), fmt.Sprintf(w.pin, pin), w.how), "\n"), nil
}

// span is from when until when; an end at midnight names the day that is meant whole.
func (w words) span(is *core.Person, z *time.Location) string {
	end := time.Unix(0, is.Until).In(z)
	until := fmt.Sprintf(w.until, end.Format(w.moment))
	if end.Hour() == 0 && end.Minute() == 0 {
		until = fmt.Sprintf(w.dayEnd, end.AddDate(0, 0, -1).Format(w.day))
	}
	if is.From == 0 {
		return strings.ToUpper(until[:1]) + until[1:]
	}
	return fmt.Sprintf(w.from, time.Unix(0, is.From).In(z).Format(w.moment)) + " " + until
}
