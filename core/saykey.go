package core

import "time"

// sayKey is what a door's guard says of a key, besides yes and no.
func (l Line) sayKey() string {
	who := l.who()
	if who == "" {
		who = "somebody"
	}
	switch {
	case l.What == PassedBack:
		return l.door() + ": " + who + " went in, and was " + l.Detail + " already"
	case l.What == UnderDuress && l.Reason != Granted:
		return l.door() + ": " + who + " typed the duress PIN and was refused, " + l.Reason.Say()
	case l.What == UnderDuress:
		return l.door() + ": " + who + " was made to open it"
	case l.Reason == SecondPersonRequired:
		return l.door() + ": " + who + " waits for a second person"
	}
	return l.door() + ": " + whose(l.who()) + l.KeyKind.Noun() + " waits for its PIN"
}

// sayPass: "Ana's phone opens until Wed 09:00, and then no more until it is renewed".
func (l Line) sayPass(z *time.Location) string {
	phone := whose(l.who()) + KeyDigital.Noun()
	if l.Until <= l.At.Wall {
		return phone + " opens no more since " + sayTime(l.Until, l.At, z) + ", until it is renewed"
	}
	return phone + " opens until " + sayTime(l.Until, l.At, z) + ", and then no more until it is renewed"
}
