package core

import (
	"cmp"
	"fmt"
	"time"
)

var alertSaid = [...]string{
	AlertNone:              "alert",
	AlertNotClosed:         "NOT CLOSED",
	AlertLockOffline:       "lock offline",
	AlertRelockUnconfirmed: "relock unconfirmed",
	AlertLowBattery:        "low battery",
	AlertTamper:            "tamper",
	AlertWrongCodes:        "too many wrong codes",
	AlertRadioFalls:        "the radio falls over its lock",
	AlertRefuses:           "its lock turns us away",
	AlertAdmin:             "admin PIN refused",
	AlertForced:            "FORCED",
	AlertSensor:            "sensor unknown",
	AlertClock:             "the clock cannot be trusted",
	AlertStrayTags:         "many unknown tags",
	AlertDuress:            "DURESS",
}

// Say is an alert as it is shown: "NOT CLOSED".
func (a AlertKind) Say() string {
	if int(a) < len(alertSaid) {
		return alertSaid[a]
	}
	return a.String()
}

var alertDo = [...]string{
	AlertNotClosed:         "Close the door; it clears by itself.",
	AlertLockOffline:       "Check that the lock has power and that a radio is near; its keys go on opening.",
	AlertRelockUnconfirmed: "Go and see that the door is locked; the hub goes on trying.",
	AlertLowBattery:        "Change the batteries; the lock keeps its keys.",
	AlertTamper:            "Look at the lock, then acknowledge: nothing else ends this alert.",
	AlertWrongCodes:        "Ask at the door who was there, then acknowledge; the keypad takes no code for a while, tags go on.",
	AlertRadioFalls:        "It is left alone for a while, the other doors go on; its batteries out and in again may help.",
	AlertRefuses:           "The lock was reset or belongs to another hub: pair it again, or forget it.",
	AlertAdmin:             "Locking and opening go on, its log and its codes wait: give the right code with localiq lock pin, then the door's name.",
	AlertForced:            "Send somebody to look; it clears when the door has closed.",
	AlertSensor:            "Look at the sensor and its magnet; until it tells, NOT CLOSED and forced are not raised here.",
	AlertClock:             "Set the clock or give the box a time server; until then keys with a schedule are refused.",
	AlertStrayTags:         "Ask at the door who was there, then acknowledge; keys that are known go on opening.",
	AlertDuress:            "Call for help, and call nobody at the door.",
}

// Do is what to do about it, in one sentence.
func (a AlertKind) Do() string {
	if int(a) < len(alertDo) {
		return alertDo[a]
	}
	return ""
}

func (l Line) sayAlert(z *time.Location) string {
	said := l.door() + ": " + l.Alert.Say()
	if l.Alert.OfHub() {
		said = l.Alert.Say()
	}
	switch {
	case l.What == AlertsMany:
		return l.sayMany(z)
	case l.What == AlertWasAcked:
		return said + " acknowledged" + plus(" by ", cmp.Or(l.AsName, l.Origin.Who))
	case l.What == AlertGrew:
		said = l.door() + ": forced, and NOT CLOSED for " + l.lasted()
	case l.What == AlertRaised && l.For > 0 && (l.Alert == AlertSensor || l.Alert == AlertLockOffline):
		said += ", may still be open since " + sayTime(l.At.Wall-l.For, l.At, z)
	case l.What == AlertCleared && l.For > 0:
		said += " cleared after " + l.lasted()
	case l.What == AlertCleared:
		said += " cleared"
	case l.For > 0:
		said += " for " + l.lasted()
	}
	return said + plus(", ", l.Detail)
}

// sayMany is the digest of a door that alerts again and again, with what to do.
func (l Line) sayMany(z *time.Location) string {
	if l.Until != 0 {
		return fmt.Sprintf("%s: %d alerts within an hour; until %s further ones send no message of their own", l.door(), l.Count, sayTime(l.Until, l.At, z))
	}
	return fmt.Sprintf("%s: %d of its alerts sent no message in that hour; see to the door's closer and sensor, or set a longer time", l.door(), l.Count)
}

// opener is who a door opened for, or why nobody can tell.
func (l Line) opener() string {
	switch who := l.who(); {
	case who != "":
		return who
	case l.Reason == OpenedUnknown:
		return l.Reason.Say()
	}
	return l.Detail
}
