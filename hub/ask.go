package hub

import (
	"context"
	"time"

	"localiq/core"
	"localiq/hub/people"
)

// patience is how long a wish that moves a bolt waits for the lock's own word. A command's
// not-after is shorter; the rest is for asking what became of it.
const patience = 15 * time.Second

// hurried is how many times faster than ours a demo's clock may run: its disk does not.
const hurried = 20

func (h *Hub) patience() time.Duration {
	if h.c.Demo != "" {
		return hurried * patience
	}
	return patience
}

// long is how much longer than other events one may take to be kept: a whole site's file may bring PINs,
// which are told to whoever still listens.
func long(e core.Event) time.Duration {
	if file, is := e.(core.SiteEdited); is {
		return time.Duration(len(file.Edits)) * 20 * time.Millisecond
	}
	return 0
}

// ask is a wish on its way through the loop. done takes one answer and never blocks.
type ask struct {
	in   core.Input
	done chan<- core.Told
}

func (a ask) tell(t core.Told) {
	if a.done != nil {
		a.done <- t
	}
}

// ask does what a seat wishes; see Seat.Ask.
func (h *Hub) ask(ctx context.Context, a core.Asked) core.Told {
	if t, done := h.before(ctx, &a); done {
		return t
	}
	if w, is := a.Wish.(core.Redeem); is {
		return h.redeem(ctx, a, w)
	}
	if a.DryRun {
		t, _ := h.changePeople(ctx, a)
		return t
	}
	return h.do(ctx, a)
}

// before is what holds for any wish. done: t is its answer, and nothing is done.
func (h *Hub) before(ctx context.Context, a *core.Asked) (t core.Told, done bool) {
	if e := h.bounded(a); e != nil {
		return core.Told{Error: e}, true
	}
	if e := h.named(&a.Origin); e != nil {
		return core.Told{Error: e}, true
	}
	if t, done = h.repeated(a.Origin); done {
		return t, true
	}
	e := h.behind(ctx, *a)
	if e == nil {
		e = h.noLocks(a.Wish)
	}
	return core.Told{Error: e}, e != nil
}

func (h *Hub) do(ctx context.Context, a core.Asked) core.Told {
	switch w := a.Wish.(type) {
	case core.OpenDoor:
		return h.openDoor(ctx, a, w)
	case core.Activate:
		return h.activate(ctx, a, w)
	case core.LockDoor:
		return h.put(ctx, a, core.LockAsked{Door: w.Door})
	case core.SetOffice:
		return h.put(ctx, a, core.OfficeAsked{Door: w.Door, On: w.On})
	case core.SetDoorMode:
		return h.setDoorMode(ctx, a, w)
	case core.ForgivePassback:
		return h.forgive(ctx, a, w)
	case core.AckAlert:
		return h.put(ctx, a, core.AlertAcked{Door: w.Door, Kind: w.Kind})
	case core.PairLock:
		return h.pair(ctx, a, w)
	case core.ForgetLock:
		return h.forget(ctx, a, w)
	case core.IdentifyLock:
		return h.identify(ctx, a, w)
	case core.SyncTables:
		return h.put(ctx, a, core.TablesDue{Why: "asked"})
	case core.ConfirmClock:
		return h.put(ctx, a, core.ClockConfirmed{Wall: w.Wall, Within: w.Within})
	case core.SetLockPIN:
		return h.setLockPIN(ctx, a, w)
	case core.UpdateFirmware:
		return h.update(ctx, w)
	case core.AddRepeater:
		return h.addRepeater(ctx, a, w)
	case core.ForgetRepeater:
		return h.forgetRepeater(ctx, a, w)
	case core.ImportSite:
		return h.importSite(ctx, a, w)
	case core.ExportSite:
		return h.export(ctx, a, w)
	case core.PreviewSchedule:
		return h.preview(w)
	case core.Explain:
		return h.explain(ctx, a.Origin, w)
	case core.WhoOpens:
		return h.whoOpens(ctx, a.Origin, w)
	case core.ShowSubscription:
		return h.showSubscription()
	case core.ReplayPast:
		return h.replay(ctx, w)
	case core.ShowClaim, core.ListConsoles, core.EndSession:
		return h.askConsole(ctx, a)
	case core.ListAPIKeys:
		return core.Told{APIKeys: people.APIKeys(h.Site(), h.c.Private.Names()), LAN: h.lan()}
	}
	return h.askPeople(ctx, a)
}

// noLocks refuses at once what only a lock can do, where no hub runs.
func (h *Hub) noLocks(w core.Wish) *core.Error {
	switch w.(type) {
	case core.OpenDoor, core.LockDoor, core.SetOffice, core.SetDoorMode, core.IdentifyLock, core.SyncTables, core.ConfirmClock:
		if h.c.Offline {
			return core.Errorf(core.CodeRefused, "no hub is running, so no lock can be reached").Advise("start it: localiq run")
		}
	}
	return nil
}

// diskTrouble is why nothing opens from afar now; nil: it may.
func (h *Hub) diskTrouble() *core.Error {
	switch now := h.health.Load(); {
	case now.StoreError != "":
		return core.Errorf(core.CodeStoreStalled, "the hub's disk cannot be written, so nothing is opened from here").
			Advise("locking still works, and the locks go on by themselves; look at the card or disk of the box")
	case now.StoreStalled:
		return core.Errorf(core.CodeStoreStalled, "the hub's disk does not answer, so nothing is opened from afar").
			Advise("tags still work; try again, and look at the card or disk of the box")
	}
	return nil
}

// put sends an event through the loop and waits until it is kept, and for a lock's answer
// where there is one to come.
func (h *Hub) put(ctx context.Context, a core.Asked, e core.Event, private ...core.Private) core.Told {
	done := make(chan core.Told, 1)
	late, stop := h.c.Clock.After(h.patience() + long(e))
	defer stop()
	select {
	case h.asks <- ask{core.Input{Origin: a.Origin, Event: e, Private: private}, done}:
	case <-h.over:
		return core.Told{Error: core.Errorf(core.CodeHubAway, "the hub has stopped; nothing was done")}
	case <-late:
		return core.Told{Error: core.Errorf(core.CodeStoreStalled, "the hub is busy").Advise("nothing was done; try again")}
	case <-ctx.Done():
		return core.Told{Error: core.Errorf(core.CodeInternal, "cancelled before the hub took it; nothing was done")}
	}
	select {
	case t := <-done:
		return t
	case <-late:
	case <-ctx.Done():
	}
	return core.Told{Error: unknownOutcome()}
}

func (s *state) settleAsker(a asker) {
	switch {
	case a.reply.Error != nil || a.reply.Command.IsZero():
		a.tell(core.Told{Seq: a.seq, Error: a.reply.Error, Unsubscribed: s.called(a.reply.Unsubscribed)})
	case a.done != nil:
		s.waiting[a.reply.Command] = a
	}
	for id, w := range s.waiting { // whoever waited has gone long ago
		if d, ok := s.last.Sub(w.in.At); !ok || d > 4*patience {
			delete(s.waiting, id)
		}
	}
}

// answered tells the one who waits for a lock's last word.
func (s *state) answered(ans core.CommandAnswered) {
	w, ok := s.waiting[ans.Command]
	if !ok || !lastWord(ans.Result) {
		return
	}
	delete(s.waiting, ans.Command)
	w.tell(core.Told{Seq: w.seq, Result: ans.Result, Error: answerError(ans)})
}

// answeredOnce is for an answer that nothing is kept of. What closes goes out before its asker is
// kept, and a fast lock answers before the disk does: then the answer waits for the asker.
func (s *state) answeredOnce(ans core.CommandAnswered) {
	undecided := s.undecided()
	b := undecided[len(undecided)-1]
	if len(b.entries) == 0 {
		b = undecided[0]
	}
	if len(b.entries) == 0 {
		s.answered(ans)
		return
	}
	b.answers = append(b.answers, ans)
}

// lastWord: Unknown is none, because the rules ask what became of it.
func lastWord(r core.Result) bool { return r != core.ResultAccepted && r != core.ResultUnknown }

// answerError says what a lock's refusal means for whoever wished. It never claims that nothing
// moved unless the lock can know.
func answerError(a core.CommandAnswered) *core.Error {
	e := core.Errorf(core.CodeLockFailed, "the lock did not do it")
	switch a.Result {
	case core.ResultDone:
		return nil
	case core.ResultNeverSeen:
		e.Text = "the command never reached the lock"
		return e.Advise("nothing has moved; try again, and for a relock look at the door: the hub tries by itself")
	case core.ResultExpired:
		e.Text = "the lock could not be reached in time"
		e.Advise("nothing has moved; try again")
	case core.ResultJammed:
		e.Text = "the bolt is jammed"
		e.Advise("look at the door: it may be neither locked nor open")
	default:
		e.Advise("look at the door, then try again")
	}
	if a.Detail != "" {
		e.Text += " (" + a.Detail + ")"
	}
	return e
}

func unknownOutcome() *core.Error {
	return core.Errorf(core.CodeUnknown, "nobody knows yet whether the lock did it").Advise("look at the door before you try again")
}

func storeError(err error) *core.Error {
	return core.Errorf(core.CodeInternal, "nothing was done, because it could not be kept: %v", err).Advise("look at the card or disk of the box")
}

// repeated gives whoever asks again under the same request id what the first one was told: the
// refusal, or what the lock has said by now. The id is good for whoever used it first and nobody else.
func (h *Hub) repeated(o core.Origin) (core.Told, bool) {
	if o.Request == "" {
		return core.Told{}, false
	}
	seq, done := h.c.Ledger.Answered(o.Request)
	if !done {
		return core.Told{}, false
	}
	t := core.Told{Seq: seq}
	es, err := h.c.Ledger.Since(seq-1, 1)
	if err != nil || len(es) == 0 || es[0].Input.ID != seq {
		t.Error = unknownOutcome()
		return t, true
	}
	if first := es[0].Input.Origin; first != o {
		return core.Told{Error: core.Errorf(core.CodeRequest, "this request id was used by somebody else").Advise("nothing was done; take a new id for each request")}, true
	}
	if t.Error = es[0].Decision.Answer.Error; t.Error == nil && !es[0].Decision.Answer.Command.IsZero() {
		t.Result, t.Error = h.outcome(seq, es[0].Decision.Answer.Command)
	}
	return t, true
}

// outcomeWithin is how many entries after a command its answer is looked for.
const outcomeWithin = 500

func (h *Hub) outcome(seq core.Seq, id core.CommandID) (core.Result, *core.Error) {
	es, err := h.c.Ledger.Since(seq, outcomeWithin)
	if err == nil {
		for _, e := range es {
			if a, ok := e.Input.Event.(core.CommandAnswered); ok && a.Command == id && lastWord(a.Result) {
				return a.Result, answerError(a)
			}
		}
	}
	return core.ResultUnknown, unknownOutcome()
}
