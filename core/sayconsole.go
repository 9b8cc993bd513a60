package core

import "time"

// sayConsole is what concerns the console from afar.
func (l Line) sayConsole() string {
	who := l.who()
	if who == "" {
		who = "somebody"
	}
	switch l.What {
	case ClaimIsShown:
		return "a code is shown at the box, with which " + who + " enrols a key for the console"
	case ClaimIsOver:
		return "the code for " + whose(who) + "key is no longer taken" + plus(": ", l.Detail)
	case KeyEnrolled:
		return whose(who) + "key for the console was enrolled with the code" + plus(", ", l.Detail)
	case ConsoleOpened:
		return who + " is at the console over SSH, " + l.Detail
	case ConsoleEnded:
		return who + " left the console over SSH after " + SayDuration(time.Duration(l.For).Round(time.Second)) + plus(", ", l.Detail)
	case KeysShut:
		return "SSH refused " + l.Detail
	}
	return "the console is not served over SSH: " + l.Detail
}
