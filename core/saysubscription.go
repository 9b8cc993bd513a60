package core

import (
	"fmt"
	"time"
)

func (l Line) saySubscription(z *time.Location) string {
	switch l.What {
	case SlotMissing:
		who := l.who()
		if who == "" {
			who = "somebody"
		}
		return who + " is not subscribed, because no slot is left: " + who + " opens nothing"
	case KeyUnanswered:
		return l.door() + ": " + whose(l.who()) + l.KeyKind.Noun() + " is not answered, " + l.Reason.Say()
	case SubscriptionEnded:
		return "the subscription has ended: this IQ answers no lock and gives no right until a voucher is redeemed"
	case SubscriptionBack:
		return "the subscription has not ended after all, by the clock that is believed now"
	case SubscriptionEnds:
		return "the subscription ends in " + SayDuration(time.Duration(l.Until-l.At.Wall)) + ", on " + sayTime(l.Until, l.At, z) + ": redeem a voucher"
	}
	said := "a voucher was redeemed: " + l.Detail
	if l.Until != 0 {
		return said + ", until " + sayTime(l.Until, l.At, z)
	}
	return said
}

// Say is what a subscription allows: "25 users, 1 IQ".
func (s *Subscription) Say() string { return many(s.Users, "user") + ", " + many(s.IQs, "IQ") }

// many is a number of things, where 0 is any.
func many(n int, what string) string {
	switch n {
	case 0:
		return "any number of " + what + "s"
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
