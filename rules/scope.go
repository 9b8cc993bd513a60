package rules

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
)

// An API key may what its person may, and no more than its scope. What is not written down here takes
// ScopeAdmin.

// scopeOf is ScopeNone for a key that is not there any more, or not that person's.
func scopeOf(cfg *core.Config, o core.Origin) core.Scope {
	if k := cfg.APIKey(o.Key); k != nil && k.Person == o.As {
		return k.Scope
	}
	return core.ScopeNone
}

// within refuses what is beyond the key's scope.
func (c caller) within(needs core.Scope) *core.Error {
	if c.scope >= needs {
		return nil
	}
	return core.Errorf(core.CodeRefused, "this API key has the scope %s, and this takes %s", c.scope, needs).
		Advise("at the box: localiq apikey new --scope " + needs.String())
}

// scopeOfEvent is what a wish takes that reaches the loop.
func scopeOfEvent(e core.Event) core.Scope {
	switch e := e.(type) {
	case core.AttemptMade:
		return core.ScopeRead // it only tells of a refusal
	case core.OpenAsked, core.LockAsked, core.OfficeAsked, core.AlertAcked:
		return core.ScopeOperate
	case core.PINRead, core.TagAwaited:
		return core.ScopePeople
	case core.SiteEdited:
		if !slices.ContainsFunc(e.Edits, func(ed core.Edit) bool { return !ofPeople(ed.Kind) }) {
			return core.ScopePeople
		}
	}
	return core.ScopeAdmin
}

func ofPeople(k core.Kind) bool {
	return k == core.KindPerson || k == core.KindKey || k == core.KindBooking
}

// scopeOfWish is what takes that scope before anything is read or begun.
func scopeOfWish(w core.Wish) core.Scope {
	switch w := w.(type) {
	case core.Explain:
		if w.Key != "" { // or a key that only reads could try PINs out
			return core.ScopePeople
		}
		return core.ScopeRead
	case core.ListPeople, core.ShowPerson, core.ListGroups, core.ListSchedules, core.ListPods, core.ListBookings,
		core.ReportBookings, core.WhoOpens, core.PreviewSchedule, core.ShowSubscription:
		return core.ScopeRead
	case core.OpenDoor, core.LockDoor, core.SetOffice, core.AckAlert:
		return core.ScopeOperate
	case core.ListKeys, core.AddPerson, core.ChangePerson, core.RemovePerson, core.AddGuest, core.RemoveGuest, core.TidyGuests,
		core.AssignTag, core.NewPIN, core.ReadPIN, core.ChangeKey, core.RemoveKey, core.IssueDigital, core.RenewDigital,
		core.InvitePerson, core.Book, core.MoveBooking, core.CancelBooking:
		return core.ScopePeople
	}
	return core.ScopeAdmin
}

// issues refuses whoever is not at the box, as enrols does.
func (c caller) issues() *core.Error {
	if c.box {
		return nil
	}
	return core.Errorf(core.CodeRefused, "keys for the API are made at the box only").Advise("there: localiq apikey new --name NAME --scope SCOPE")
}

// editsAPIKey: a key comes to be at the box, and goes from wherever its person is within reach.
func (c caller) editsAPIKey(cfg *core.Config, ed *core.Edit) *core.Error {
	if ed.Item != nil {
		return c.issues()
	}
	var whose core.PersonID
	if k := cfg.APIKey(core.APIKeyID(ed.ID)); k != nil {
		whose = k.Person
	}
	return c.takes(cfg, whose, "keys for the API")
}

func (d *draft) apiKeyUsed(e core.APIKeyUsed) {
	if d.cfg.APIKey(e.Key) == nil {
		return
	}
	others := slices.DeleteFunc(slices.Clone(d.hub.APIUses), func(u core.APIUse) bool { return u.Key == e.Key || d.cfg.APIKey(u.Key) == nil })
	d.hub.APIUses = append(others, core.APIUse{Key: e.Key, At: d.in.At, From: e.From})
	slices.SortFunc(d.hub.APIUses, func(a, b core.APIUse) int { return strings.Compare(string(a.Key), string(b.Key)) })
}

func requestsFrom(e core.APIRefused) string {
	if e.Times == 1 {
		return "a request from " + e.From + ", which had no key that counts"
	}
	return fmt.Sprintf("%d requests from %s, which had no key that counts", e.Times, e.From)
}
