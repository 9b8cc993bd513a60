package rules

import (
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"

	"localiq/core"
)

// MayConsole is why a person may not be at the console over SSH now; nil: they may. It is asked when
// they come, and again whenever the site has changed.
func MayConsole(s *core.Site, p core.PersonID, at core.Instant) *core.Error {
	_, err := callerOf(s, core.Origin{Kind: core.FromSSH, As: p}, at)
	return err
}

// MayEnd is an error for whoever may not throw somebody out.
func MayEnd(s *core.Site, o core.Origin, at core.Instant, p core.PersonID) *core.Error {
	c, err := callerOf(s, o, at)
	if err != nil {
		return err
	}
	is := s.Config.Person(p)
	return c.needs(c.admin && (is == nil || c.reach >= is.Role.Level()), "end this session")
}

// enrols refuses whoever is not at the box, however high they stand: what opens a way in from afar is
// not opened from afar.
func (c caller) enrols() *core.Error {
	if c.box {
		return nil
	}
	return core.Errorf(core.CodeRefused, "keys for the console are enrolled at the box only").
		Advise("there: localiq console key add, or localiq console claim")
}

// takes a key from somebody within reach away.
func (c caller) takes(cfg *core.Config, from core.PersonID, what string) *core.Error {
	if p := cfg.Person(from); p != nil && p.Role.Level() > c.reach {
		return c.needs(false, "take keys from the "+p.Role.String())
	}
	return c.needs(c.admin, "take "+what+" away")
}

// editsConsoleKey: a key comes to be at the box, and goes from wherever its person is within reach.
func (c caller) editsConsoleKey(cfg *core.Config, ed *core.Edit) *core.Error {
	k := cfg.ConsoleKey(core.ConsoleKeyID(ed.ID))
	is, put := ed.Item.(core.ConsoleKey)
	switch {
	case put && k != nil && onlyDraws(*k, is):
		return c.needs(c.admin || c.is != nil && c.is.ID == k.Person, "say how the console of another draws")
	case ed.Item != nil:
		return c.enrols()
	case k == nil:
		return c.takes(cfg, "", "keys for the console")
	}
	return c.takes(cfg, k.Person, "keys for the console")
}

// onlyDraws is true where nothing is another but how the key's console draws.
func onlyDraws(was, is core.ConsoleKey) bool {
	was.Display, is.Display = core.Display{}, core.Display{}
	return was == is
}

// withTheirKeys has a person's keys, for the console and the API, go with the person.
func withTheirKeys(cfg *core.Config, edits []core.Edit) []core.Edit {
	own := edits[:len(edits):len(edits)]
	drop := func(r core.Ref) {
		if !slices.ContainsFunc(edits, func(o core.Edit) bool { return o.Ref == r }) {
			own = append(own, core.Drop(r))
		}
	}
	for _, e := range edits {
		if e.Kind != core.KindPerson || e.Item != nil {
			continue
		}
		for _, k := range cfg.ConsoleKeys {
			if k.Person == core.PersonID(e.ID) {
				drop(k.Ref())
			}
		}
		for _, k := range cfg.APIKeys {
			if k.Person == core.PersonID(e.ID) {
				drop(k.Ref())
			}
		}
	}
	return own
}

// claimShown opens a claim in place of any other, or with For <= 0 closes it.
func (d *draft) claimShown(e core.ClaimShown) {
	if e.For <= 0 {
		if d.hub.Claim.IsOpen(d.in.At) {
			d.tell(core.Notice{What: core.ClaimIsOver, Person: d.hub.Claim.Person, Detail: "it was taken back"})
		}
		d.hub.Claim = core.Claim{}
		return
	}
	switch p := d.cfg.Person(e.Person); {
	case p == nil:
		d.refuse(core.Errorf(core.CodeNotFound, "there is nobody for whom a key could be enrolled"))
	case e.For > core.LongestClaim || e.Code.IsZero():
		d.refuse(core.Errorf(core.CodeInvalid, "a code is good for at most %s", core.SayDuration(core.LongestClaim)))
	default:
		d.hub.Claim = core.Claim{Person: p.ID, Code: e.Code, Until: d.in.At.Add(e.For)}
		d.tell(core.Notice{What: core.ClaimIsShown, Person: p.ID, Until: d.hub.Claim.Until.Wall})
	}
}

// claimTaken enrols the key that was shown with the right code. Each wrong one counts, and the last
// of them closes the claim.
func (d *draft) claimTaken(e core.ClaimTaken) {
	c := d.hub.Claim
	switch {
	case !c.IsOpen(d.in.At):
		d.refuse(WrongClaim())
		return
	case subtle.ConstantTimeCompare(c.Code[:], e.Code[:]) != 1:
		d.refuse(WrongClaim())
		if c.Wrong++; c.Wrong >= core.WrongClaims {
			d.tell(core.Notice{What: core.ClaimIsOver, Person: c.Person, Detail: "too many wrong codes were typed, the last from " + e.From})
			c = core.Claim{}
		}
		d.hub.Claim = c
		return
	}
	e.Key.Person, e.Key.Claimed, e.Key.Added = c.Person, true, d.in.At.Wall
	d.becomes(core.SiteEdited{Edits: []core.Edit{core.Put(e.Key)}},
		core.Notice{What: core.KeyEnrolled, Person: c.Person, Detail: "from " + e.From})
	if d.out.Answer.Error == nil {
		d.hub.Claim = core.Claim{}
	}
}

// WrongClaim is the same for a code that is wrong, one that is old, and none at all.
func WrongClaim() *core.Error {
	return core.Errorf(core.CodeActivation, "this code is wrong, used or old").Advise("at the box: localiq console claim NAME")
}

func (d *draft) sessionOpened(e core.SessionOpened) {
	others := slices.DeleteFunc(slices.Clone(d.hub.Uses), func(u core.ConsoleUse) bool { return u.Key == e.Key || d.cfg.ConsoleKey(u.Key) == nil })
	d.hub.Uses = append(others, core.ConsoleUse{Key: e.Key, At: d.in.At, From: e.From})
	slices.SortFunc(d.hub.Uses, func(a, b core.ConsoleUse) int { return strings.Compare(string(a.Key), string(b.Key)) })
	detail := e.How + ", from " + e.From
	if e.Client != "" {
		detail += " with " + e.Client
	}
	d.tell(core.Notice{What: core.ConsoleOpened, Person: e.Person, Detail: detail})
}

func (d *draft) sessionEnded(e core.SessionEnded) {
	d.tell(core.Notice{What: core.ConsoleEnded, Person: e.Person, For: int64(e.For), Detail: e.Why})
}

func (d *draft) consoleRefused(e core.ConsoleRefused) {
	detail := fmt.Sprintf("%d connections from %s", e.Times, e.From)
	if e.Times == 1 {
		detail = "a connection from " + e.From
	}
	if e.Key != "" {
		detail += ", the last with key " + e.Key
	}
	d.tell(core.Notice{What: core.KeysShut, Count: e.Times, Detail: detail})
}
