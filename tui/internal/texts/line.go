package texts

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"localiq/core"
)

// Line is an event in one line: core's own in English. What the hub put into Detail is said as it is, where the
// catalogue does not have it.
func (l Language) Line(x core.Line, z *time.Location) string {
	if l != German {
		return x.Say(z)
	}
	n := line{x, z}
	for _, say := range []func(line) string{line.access, line.office, line.mode, line.alert, line.moved, line.command, line.lock, line.keys, line.rights, line.console, line.site} {
		if said := say(n); said != "" {
			return said
		}
	}
	if x.Door == "" {
		return x.What.String() + plus(": ", n.detail())
	}
	return n.door() + ": " + x.What.String() + plus(": ", n.detail())
}

// line is an event that is being said in German, in the zone of its site.
type line struct {
	core.Line
	z *time.Location
}

func plus(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

func (x line) door() string {
	switch {
	case x.DoorName != "":
		return x.DoorName
	case x.Door != "":
		return string(x.Door)
	case x.Lock != "":
		return "Schloss " + string(x.Lock)
	}
	return "die Anlage"
}

// who is "" where nobody is known.
func (x line) who() string {
	if x.PersonName == "" && x.Person != "" {
		return "jemand"
	}
	return x.PersonName
}

func (x line) whoever() string {
	if who := x.who(); who != "" {
		return who
	}
	return "jemand"
}

func (x line) detail() string { return German.Say(x.Detail) }
func (x line) reason() string { return German.Say(x.Reason.Say()) }

// with is "mit einem Tag".
func (x line) with() string {
	if x.KeyKind == core.KeyOperator {
		return " aus der Ferne"
	}
	return " mit " + German.Say(x.KeyKind.Word())
}

// noun is a key without its article.
func (x line) noun() string {
	if x.KeyKind == core.KeyNone {
		return "Schlüssel"
	}
	return German.Say(x.KeyKind.String())
}

// of is "Tag von Ana".
func (x line) of() string { return x.noun() + plus(" von ", x.who()) }

func (x line) lasting(ns int64) string { return German.Lasting(core.SayDuration(time.Duration(ns))) }

func (x line) lasted() string {
	return x.lasting(x.For) + German.Lasting(core.SayWithin(time.Duration(x.Within)))
}

// clock is the hour alone while the day is that of the event.
func (x line) clock(ns int64) string {
	t, at := time.Unix(0, ns).In(x.z), x.At.In(x.z)
	switch {
	case t.Format(time.DateOnly) == at.Format(time.DateOnly):
		return t.Format("15:04")
	case t.Sub(at).Abs() < 6*24*time.Hour:
		return German.Time(t, "Mon 15:04")
	}
	return German.Time(t, "2 Jan 2006 15:04")
}

// from is the way by which something was asked, and who did.
func (x line) from() string {
	way := map[core.OriginKind]string{core.FromConsole: "der Konsole", core.FromCLI: "der Befehlszeile", core.FromAPI: "der Schnittstelle", core.FromSSH: "einer Konsole über SSH",
		core.FromHub: "dem Hub", core.FromAir: "einem Schloss", core.FromClock: "der Uhr"}[x.Origin.Kind]
	switch {
	case x.AsName != "":
		return way + " durch " + x.AsName
	case x.Origin.As != "":
		return way + plus(" durch ", x.who())
	}
	return way + plus(" durch ", x.Origin.Who)
}

func (x line) access() string {
	switch {
	case x.What == core.AccessDenied:
		return x.door() + ": " + strings.TrimSpace(x.who()+" zurückgewiesen") + ", " + x.refusal()
	case x.What != core.AccessGranted:
		return ""
	case x.Reason == core.OpenedFree:
		return x.whoever() + " an " + x.door() + x.with() + ": es war schon offen"
	case x.By == core.ByTable:
		return x.whoever() + " öffnete " + x.door() + x.with() + ", nach der Tabelle des Schlosses" + plus(": ", x.detail())
	}
	return x.whoever() + " öffnete " + x.door() + x.with() + plus(": ", x.detail())
}

// refusal names the key and its state where that is the reason: "Tag verloren".
func (x line) refusal() string {
	switch {
	case x.KeyKind == core.KeyNone || x.KeyKind == core.KeyOperator:
	case x.Reason == core.CredentialUnknown:
		return x.noun() + " unbekannt"
	case x.Reason == core.CredentialDisabled:
		state := "gesperrt"
		if x.Detail != "" {
			state = x.detail()
		}
		return x.noun() + " " + state
	}
	return x.reason()
}

func (x line) office() string {
	by, late := plus(" durch ", x.who()), ""
	if x.For != 0 {
		late = ", " + x.lasting(x.For) + " zu spät"
	}
	switch x.What {
	case core.OfficeRefused:
		why := x.detail()
		if why == "" {
			why = x.reason()
		}
		return x.door() + ": Office-Modus abgelehnt" + plus(" für ", x.who()) + ", " + why
	case core.OfficeStarted:
		if x.Until != 0 {
			return x.door() + ": Office-Modus an bis " + x.clock(x.Until) + by + late
		}
		return x.door() + ": Office-Modus an" + by + late
	case core.OfficeEnded:
		if x.Detail == "schedule" {
			return x.door() + ": Office-Modus aus, zu seinem Ende"
		}
		if by == "" {
			by = plus(", ", x.detail())
		}
		return x.door() + ": Office-Modus aus" + by
	case core.OfficeWaits:
		return x.door() + ": Office-Modus sollte an sein und wartet: " + x.reason()
	case core.OfficeSkipped:
		return x.door() + ": Office-Modus war in diesem Zeitfenster nicht an" + plus(": ", x.detail())
	case core.OfficeLong:
		return x.door() + ": manueller Office-Modus ist seit " + x.lasting(x.For) + " an" + plus(", begonnen von ", x.who())
	}
	return ""
}

func (x line) mode() string {
	switch x.What {
	case core.RelockedOpen:
		return x.door() + ": soll verriegeln, während die Tür offen steht"
	case core.LockedByKey:
		return x.door() + ": verriegelt" + plus(" von ", x.who()) + x.with()
	case core.DoorModeEnded:
		if x.Detail == "" {
			return x.door() + ": nicht mehr " + German.Say(x.Mode.Say()) + ", aufgehoben von " + x.from()
		}
		return x.door() + ": nicht mehr " + German.Say(x.Mode.Say()) + ", " + x.detail()
	case core.DoorModeSet:
		until := ""
		if x.Until != 0 {
			until = " bis " + x.clock(x.Until)
		}
		return x.door() + ": " + German.Say(x.Mode.Say()) + until + ", von " + x.from() + plus(": ", x.detail())
	}
	return ""
}

func (x line) alert() string {
	said := German.Say(x.Alert.Say())
	if !x.Alert.OfHub() {
		said = x.door() + ": " + said
	}
	switch x.What {
	case core.AlertsMany:
		if x.Until != 0 {
			return fmt.Sprintf("%s: %d Alarme in einer Stunde; bis %s senden weitere keine eigene Nachricht", x.door(), x.Count, x.clock(x.Until))
		}
		return fmt.Sprintf("%s: %d Alarme sandten in dieser Stunde keine Nachricht; sehen Sie nach Türschließer und Sensor, oder stellen Sie eine längere Zeit ein", x.door(), x.Count)
	case core.AlertWasAcked:
		return said + " quittiert" + plus(" von ", cmp.Or(x.AsName, x.Origin.Who))
	case core.AlertGrew:
		return x.door() + ": aufgebrochen, und NICHT GESCHLOSSEN seit " + x.lasted()
	case core.AlertCleared:
		if x.For > 0 {
			return said + " beendet nach " + x.lasted() + plus(", ", x.detail())
		}
		return said + " beendet" + plus(", ", x.detail())
	case core.AlertRaised:
		if x.For > 0 && (x.Alert == core.AlertSensor || x.Alert == core.AlertLockOffline) {
			said += ", kann noch offen sein seit " + x.clock(x.At.Wall-x.For)
		} else if x.For > 0 {
			said += " seit " + x.lasted()
		}
		return said + plus(", ", x.detail())
	}
	return ""
}
