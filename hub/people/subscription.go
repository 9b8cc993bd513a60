package people

import (
	"crypto/ed25519"
	"encoding/hex"
	"strings"

	"localiq/core"
	"localiq/rules"
)

// subscribe gives or takes slots. Only somebody with a key takes one [sub.slots].
func (p *planner) subscribe(w core.Subscribe) *core.Error {
	p.out.Why = "people were subscribed"
	if w.Off {
		p.out.Why = "people were unsubscribed"
	}
	if len(w.People) == 0 {
		return core.Errorf(core.CodeRequest, "who is it about?").Advise("name somebody: localiq subscription subscribe NAME")
	}
	wanted := map[core.PersonID]bool{}
	for _, text := range w.People {
		is := p.person(text)
		if p.fault != nil {
			return p.fault
		}
		switch {
		case wanted[is.ID]:
		case is.Unsubscribed == w.Off:
			p.say(p.called(is.ID) + ": as it was")
		case !w.Off && !rules.MayHold(p.cfg, is.ID):
			return core.Errorf(core.CodeRefused, "%s has no key, and takes no slot", p.called(is.ID)).Advise("give a tag or a PIN first")
		default:
			wanted[is.ID] = true
			is.Unsubscribed = w.Off
			p.put(is)
		}
	}
	return p.slotsFor(len(wanted), w.Off)
}

func (p *planner) slotsFor(n int, off bool) *core.Error {
	of := p.cfg.Settings.Subscription.Users
	if used := rules.Slots(p.cfg); !off && n > 0 && of != 0 && used+n > of {
		return core.Errorf(core.CodeSubscription, "no slot is left for them: %d of %d are taken", used, of).
			Advise("unsubscribe somebody else first, or redeem a voucher for more: localiq subscription show")
	}
	return nil
}

// maxDealerName bounds what a dealer is called, in bytes.
const maxDealerName = 100

// trustDealer takes the public key as `localiq voucher keygen` writes it: 64 hex digits.
func (p *planner) trustDealer(w core.TrustDealer) *core.Error {
	key, err := hex.DecodeString(strings.TrimSpace(string(w.Key)))
	name := strings.TrimSpace(w.Name)
	switch {
	case strings.HasPrefix(string(w.Key), "#"):
		return core.Errorf(core.CodeInvalid, "this is the dealer's secret key, with which anybody signs vouchers").
			Advise("tell the dealer, take the file that ends in .pub, and destroy this one")
	case err != nil || len(key) != ed25519.PublicKeySize:
		return core.Errorf(core.CodeInvalid, "this is no dealer's public key").Advise("it is the file that ends in .pub, and has 64 hex digits")
	case name == "" || len(name) > maxDealerName:
		return core.Errorf(core.CodeInvalid, "a dealer needs a name of at most %d bytes", maxDealerName).Advise("say it: --name NAME")
	}
	d := core.Dealer{ID: core.DealerOf(key), Name: name, PublicKey: key}
	p.out.Why = "vouchers of a dealer are taken: " + string(d.ID)
	p.put(d)
	p.say("Vouchers of " + name + " (" + string(d.ID) + ") are taken from now on.")
	return nil
}

// distrustDealer leaves what was redeemed as it is.
func (p *planner) distrustDealer(w core.DistrustDealer) *core.Error {
	id := p.found(findNamed("dealer", "dealers", string(w.Dealer), p.cfg.Dealers, func(d core.Dealer) string { return d.Name }))
	if p.fault != nil {
		return p.fault.Advise("see: localiq subscription show")
	}
	p.out.Why = "vouchers of a dealer are not taken any more: " + id
	p.drop(core.Dealer{ID: core.DealerID(id)})
	return nil
}
