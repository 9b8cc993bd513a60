package texts

import (
	"fmt"
	"time"

	"localiq/core"
)

func (x line) moved() string {
	switch x.What {
	case core.DoorWasOpened:
		who := x.who()
		switch {
		case who == "" && x.Reason == core.OpenedUnknown:
			who = x.reason()
		case who == "":
			who = x.detail()
		}
		return x.door() + ": offen" + plus(", ", who)
	case core.DoorWasClosed:
		if x.For > 0 {
			return x.door() + ": zu nach " + x.lasted()
		}
		return x.door() + ": zu"
	case core.DoorBounced:
		return x.door() + ": nur geprellt, niemand hat sie geöffnet"
	case core.PreAlarm:
		return x.door() + ": offen seit " + x.lasted() + ", NICHT GESCHLOSSEN in " + x.lasting(x.Until-x.At.Wall)
	case core.DoorUncertain:
		if x.For > 0 {
			return x.door() + ": kann noch offen sein seit " + x.clock(x.At.Wall-x.For) + plus(", ", x.detail())
		}
		return x.door() + ": niemand weiß, ob sie offen ist" + plus(", ", x.detail())
	case core.OpeningAsked:
		return x.door() + ": Öffnen verlangt von " + x.from() + plus(": ", x.detail())
	case core.LockingAsked:
		return x.door() + ": Verriegeln verlangt von " + x.from()
	case core.BoltMoved:
		by := ""
		if x.By != core.ByUnknown {
			by = " durch " + German.Say(x.By.String()+"|by")
		}
		return x.door() + ": Riegel " + German.Say(x.Bolt.String()+"|bolt") + by
	}
	return ""
}

func (x line) command() string {
	do := map[core.Bolt]string{core.BoltLocked: "Verriegeln", core.BoltUnlocked: "Öffnen", core.BoltOffice: "Offenhalten"}[x.Bolt]
	if do == "" {
		do = "ein Befehl"
	}
	switch x.What {
	case core.CommandDone:
		return x.door() + ": " + do + " bestätigt"
	case core.CommandFailed:
		return x.door() + ": " + do + " gescheitert" + plus(", ", x.detail())
	case core.CommandUnknown:
		return x.door() + ": " + do + " ist geschehen oder nicht, das Schloss wird gefragt"
	}
	return ""
}

func (x line) lock() string {
	switch x.What {
	case core.TableHeld:
		return x.door() + ": das Schloss hat seine neueste Tabelle" + plus(", ", x.detail())
	case core.LockReleased:
		return x.door() + ": das Schloss hat diesen Hub und alle Schlüssel vergessen"
	case core.LockAdmitted:
		return x.door() + ": das Schloss ließ " + x.whoever() + " selbst ein; der Hub hätte abgewiesen, " + x.refusal()
	case core.CodesLimited:
		what := "das Schloss nimmt keine " + x.noun()
		if x.Person != "" {
			what = "keine PIN nach " + x.of()
		}
		if x.For < int64(time.Second) {
			return x.door() + ": " + what + " für eine Weile, zu viele falsche"
		}
		return x.door() + ": " + what + " für " + x.lasting(x.For) + ", zu viele falsche"
	case core.Identified:
		return x.door() + ": das Schloss soll sich zeigen"
	case core.KeysRevoked:
		said := x.Detail + " öffnen nicht mehr, was ihnen entzogen wurde"
		if x.Key != "" {
			said = x.of() + " öffnet nicht mehr" + plus(": ", x.Detail)
		}
		if x.For >= int64(time.Second) {
			return said + "; das letzte Schloss hat es bestätigt, nach " + x.lasting(x.For)
		}
		return said + "; das letzte Schloss hat es bestätigt"
	case core.KeysRemain:
		until := "bis es von Hand zurückgesetzt wird"
		if x.Until != 0 {
			until = "bis " + x.clock(x.Until) + ", oder " + until
		}
		return x.door() + ": das abgenommene Schloss öffnet noch für " + x.Detail + ", " + until
	case core.LockFound:
		return x.door() + ": Schloss gehört"
	case core.HistoryLost:
		return x.door() + ": das Schloss verlor " + x.detail()
	case core.JournalChanged:
		return x.door() + ": das Schloss begann einen neuen Speicher"
	}
	return ""
}

func (x line) keys() string {
	switch x.What {
	case core.PassedBack:
		return x.door() + ": " + x.whoever() + " ging hinein und war schon dort: " + x.detail()
	case core.UnderDuress:
		if x.Reason != core.Granted {
			return x.door() + ": " + x.whoever() + " tippte die Bedrohungs-PIN und wurde abgewiesen, " + x.reason()
		}
		return x.door() + ": " + x.whoever() + " musste unter Bedrohung öffnen"
	case core.KeyWaits:
		if x.Reason == core.SecondPersonRequired {
			return x.door() + ": " + x.whoever() + " wartet auf eine zweite Person"
		}
		return x.door() + ": " + x.of() + " wartet auf die PIN"
	case core.PassEnds:
		phone := "Telefon" + plus(" von ", x.who())
		if x.Until <= x.At.Wall {
			return phone + " öffnet seit " + x.clock(x.Until) + " nicht mehr, bis es erneuert wird"
		}
		return phone + " öffnet bis " + x.clock(x.Until) + ", dann nicht mehr, bis es erneuert wird"
	case core.PINWasRead:
		return "die PIN von " + x.whoever() + " wurde noch einmal gezeigt"
	case core.TagIsAwaited:
		return x.door() + ": das nächste unbekannte Tag, das gezeigt wird, gehört " + x.whoever()
	case core.TagIsNot:
		return x.door() + ": kein unbekanntes Tag wurde gezeigt für " + x.whoever()
	case core.SecretsLeft:
		return German.Count(x.Count, "key") + " in einer Datei der Anlage, " + x.detail()
	case core.PlaceForgotten:
		if x.Person == "" {
			return "vergessen, wo " + German.Say("%d people", x.Count) + " waren"
		}
		return "vergessen, wo " + x.whoever() + " war"
	}
	return ""
}

func (x line) rights() string {
	switch x.What {
	case core.SlotMissing:
		return x.whoever() + " hat kein Abo, weil kein Platz frei ist, und öffnet nichts"
	case core.KeyUnanswered:
		return x.door() + ": " + x.of() + " bekommt keine Antwort, " + x.reason()
	case core.SubscriptionEnded:
		return "das Abo ist zu Ende: dieser IQ antwortet keinem Schloss, bis ein Gutschein eingelöst wird"
	case core.SubscriptionBack:
		return "das Abo ist doch nicht zu Ende, nach der Uhr, der jetzt geglaubt wird"
	case core.SubscriptionEnds:
		return "das Abo endet in " + x.lasting(x.Until-x.At.Wall) + ", am " + x.clock(x.Until) + ": lösen Sie einen Gutschein ein"
	case core.SubscriptionBegan:
		if x.Until != 0 {
			return "ein Gutschein wurde eingelöst: " + x.Detail + ", bis " + x.clock(x.Until)
		}
		return "ein Gutschein wurde eingelöst: " + x.Detail
	case core.TriedAbove:
		at := ""
		if x.Door != "" {
			at = x.door() + ": "
		}
		return at + x.whoever() + " wurde abgewiesen: " + x.detail()
	case core.CodeWasWrong:
		if x.For != 0 {
			return "ein Aktivierungscode war falsch, von " + x.from() + "; " + x.lasting(x.For) + " lang wird keiner angenommen"
		}
		return "ein Aktivierungscode war falsch, von " + x.from()
	case core.BookingLeft:
		from, until := time.Unix(0, x.Until-x.For).In(x.z), time.Unix(0, x.Until).In(x.z)
		return x.door() + ": die Buchung" + plus(" von ", x.who()) + " vom " + German.Time(from, "Mon 2 Jan 15:04") + " bis " + German.Time(until, "Mon 2 Jan 15:04") + " steht nicht mehr in der Liste"
	}
	return ""
}

func (x line) console() string {
	switch x.What {
	case core.ClaimIsShown:
		return "am Gerät wird ein Code gezeigt, mit dem " + x.whoever() + " einen Schlüssel für die Konsole einträgt"
	case core.ClaimIsOver:
		return "der Code für den Schlüssel von " + x.whoever() + " gilt nicht mehr" + plus(": ", x.detail())
	case core.KeyEnrolled:
		return "der Schlüssel von " + x.whoever() + " für die Konsole wurde mit dem Code eingetragen" + plus(", ", x.detail())
	case core.ConsoleOpened:
		return x.whoever() + " ist an der Konsole über SSH, " + x.detail()
	case core.ConsoleEnded:
		return x.whoever() + " verließ die Konsole über SSH nach " + x.lasting(int64(time.Duration(x.For).Round(time.Second))) + plus(", ", x.detail())
	case core.KeysShut:
		return "SSH wies ab: " + x.detail()
	case core.ConsoleIsShut:
		return "die Konsole ist nicht über SSH erreichbar: " + x.detail()
	case core.HTTPSRefused:
		return "HTTPS wies ab: " + x.detail()
	case core.HTTPSShut:
		return "die API ist nicht über HTTPS erreichbar: " + x.detail()
	}
	return ""
}

func (x line) site() string {
	switch x.What {
	case core.HubUp:
		return "Hub gestartet" + plus(", Version ", x.Detail)
	case core.RadioDown:
		return "Funk aus: " + x.detail()
	case core.RadioUp:
		return "Funk an: " + x.detail()
	case core.RadioShuns:
		return "Funk " + x.detail()
	case core.ConfigChanged:
		if x.Door != "" && x.Detail != "" {
			return x.door() + ": " + x.detail()
		}
		return "Einstellungen geändert" + plus(": ", x.detail())
	case core.StoreTrouble:
		long := "eine Weile"
		if x.For > 0 {
			long = x.lasting(x.For)
		}
		return "der Speicher war " + long + " nicht zu beschreiben" + plus(", ", x.detail()) + "; was inzwischen geschah, wurde noch einmal erfragt"
	case core.ClockJudged:
		return "Uhr " + x.detail()
	case core.ClockDoubted:
		return fmt.Sprintf("Uhr nicht gestellt durch %s auf %s: so früh kann es nicht sein", x.detail(), x.clock(x.Until))
	case core.ClockSet:
		return "Uhr gestellt auf " + x.clock(x.Until) + ", um " + x.lasting(int64(time.Duration(x.For).Abs()))
	}
	return ""
}
