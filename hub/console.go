package hub

import (
	"context"

	"localiq/core"
	"localiq/core/sshkey"
	"localiq/hub/people"
	"localiq/rules"
)

// Consoles are the sessions of people at the console from afar, and the door through which they come.
type Consoles interface {
	Sessions() []core.SessionNow
	// End throws a session out at once; false: there is none of that id.
	End(id, why string) bool
	// Serves tells the address where it listens and the host key's fingerprint, or why nobody does.
	Serves() (addr, hostKey, why string)
}

// Login is who a proved public key stands for, or why they may not come in now. It is asked again for
// as long as they are in.
func (h *Hub) Login(public []byte) (core.Login, *core.Error) {
	site := h.Site()
	k := site.Config.ConsoleKeyOf(h.c.Private.Digest(core.KeyOperator, core.ForConsole(public)))
	if k == nil {
		return core.Login{}, core.Errorf(core.CodeUnauthorized, "this key is not known here").Advise("at the box: localiq console claim NAME")
	}
	if err := rules.MayConsole(site, k.Person, h.c.Clock.Now()); err != nil {
		return core.Login{}, err
	}
	return core.Login{Key: k.ID, Person: k.Person, Name: people.Called(h.c.Private.Names(), k.Person), Role: site.Config.Person(k.Person).Role, Display: k.Display}, nil
}

// Awaited says what could come in: a key, known if one has done so before; or whoever has the code.
func (h *Hub) Awaited() (a core.Awaited) {
	site := h.Site()
	return core.Awaited{Keys: len(site.Config.ConsoleKeys), Known: len(site.Hub.Uses) > 0, Claim: site.Hub.Claim.IsOpen(h.c.Clock.Now())}
}

// askConsole is for every wish about the console from afar.
func (h *Hub) askConsole(ctx context.Context, a core.Asked) core.Told {
	switch w := a.Wish.(type) {
	case core.ShowClaim:
		return h.showClaim(ctx, a, w)
	case core.EndSession:
		return h.endSession(a, w)
	}
	return core.Told{Consoles: h.consoles()}
}

func (h *Hub) consoles() *core.Consoles {
	site, names := h.Site(), h.c.Private.Names()
	c := &core.Consoles{Keys: people.ConsoleKeys(site, names, h.c.Private.Secrets), Sessions: []core.SessionNow{}, Why: "no hub is running"}
	if site.Hub.Claim.IsOpen(h.c.Clock.Now()) {
		c.Claim = people.Called(names, site.Hub.Claim.Person)
	}
	if h.c.Consoles != nil {
		c.Listens, c.HostKey, c.Why = h.c.Consoles.Serves()
		c.Sessions = append(c.Sessions, h.c.Consoles.Sessions()...)
	}
	return c
}

// showClaim tells a code once, when it is kept.
func (h *Hub) showClaim(ctx context.Context, a core.Asked, w core.ShowClaim) core.Told {
	if w.For < 0 {
		return h.put(ctx, a, core.ClaimShown{})
	}
	if h.c.Consoles == nil {
		return core.Told{Error: core.Errorf(core.CodeRefused, "nobody could use the code: no hub serves the console over SSH now").
			Advise("start it with localiq run, or enrol a file: localiq console key add")}
	}
	who, err := people.FindPerson(h.Site().Config, h.c.Private.Names(), w.Who)
	if err != nil {
		return core.Told{Error: err}
	}
	if w.For == 0 {
		w.For = core.ClaimGood
	}
	code := newInvite()
	t := h.put(ctx, a, core.ClaimShown{Person: who.ID, For: w.For, Code: h.claimDigest(code)})
	if t.Error == nil {
		t.Shown = core.InviteText(code)
	}
	return t
}

// TakeClaim enrols a public key (wire form) that a connection from somewhere has proved, with the code
// that was typed over it. That the code is good is the rules' to say. What is private of the key is kept
// with it only where it will be: the person is not known otherwise.
func (h *Hub) TakeClaim(ctx context.Context, code string, public []byte, from string) *core.Error {
	if err := sshkey.Check(public); err != nil {
		return err
	}
	e := core.ClaimTaken{From: from, Code: core.Digest{1}} // what is no code counts as a wrong one
	if typed, err := core.ParseInvite(code); err == nil {
		e.Code = h.claimDigest(typed)
	}
	var secret core.Secret
	e.Key, secret = people.NewConsoleKey(h.peopleTools(), public, "")
	var private []core.Private
	if c := h.Site().Hub.Claim; c.Code == e.Code && c.IsOpen(h.c.Clock.Now()) {
		private = []core.Private{{Person: c.Person, Secrets: map[core.KeyID]core.Secret{e.Key.Secret(): secret}}}
	}
	return h.put(ctx, core.Asked{Origin: core.Origin{Kind: core.FromSSH, Who: from}}, e, private...).Error
}

func (h *Hub) claimDigest(code core.Secret) core.Digest {
	return h.c.Private.Digest(core.KeyOperator, core.ForClaim(h.Site().Hub.ID, code))
}

func (h *Hub) endSession(a core.Asked, w core.EndSession) core.Told {
	if h.c.Consoles != nil {
		for _, s := range h.c.Consoles.Sessions() {
			if s.ID != w.Session {
				continue
			}
			if err := rules.MayEnd(h.Site(), a.Origin, h.c.Clock.Now(), s.Person); err != nil {
				return core.Told{Error: err}
			}
			if h.c.Consoles.End(s.ID, "ended by an admin") {
				return core.Told{Report: []string{s.Name + " was thrown out. Their key still lets them in: localiq console key revoke " + string(s.Key)}}
			}
		}
	}
	return core.Told{Error: core.Errorf(core.CodeNotFound, "there is no session %q", sshkey.Clean(w.Session, 20)).Advise("see: localiq console list")}
}
