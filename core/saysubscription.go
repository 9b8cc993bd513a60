package core

import "time"

func (l Line) saySubscription(z *time.Location) string {
	switch l.What {
	case SlotMissing:
		who := l.who()
		if who == "" {
			who = "somebody"
		}
		return who + " is not subscribed, because no slot is left: " + who + " opens nothing"
	case SubscriptionEnded:
		return "the subscription has ended: this IQ answers no lock and changes no right until a voucher is redeemed"
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
