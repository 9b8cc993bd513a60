package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// TestForgottenRepeaterIsNotDown: what is said of a repeater names it, and a radio that the site
// has no more stands on no screen.
func TestForgottenRepeaterIsNotDown(t *testing.T) {
	r := core.Repeater{ID: "r-1", Name: "Attic", Address: "10.0.0.7:8445", PublicKey: []byte{1}}
	s := core.NewSite(core.HubState{})
	does := func(e core.Event) core.Decision {
		at := core.Instant{Wall: 1e18 + int64(s.Seq), Boot: "b", Up: time.Duration(s.Seq), Trust: core.Trusted}
		d := Decide(s, core.Input{ID: s.Seq + 1, At: at, Event: e})
		s = s.Apply(s.Seq+1, at, d.Changes)
		return d
	}
	does(core.SiteEdited{Why: "added", Edits: []core.Edit{core.Put(r)}})
	does(core.RadioRose{Adapter: "hci0"})
	fell := does(core.RadioFell{Adapter: "r-1", Why: "no answer"})
	if len(fell.Notices) != 1 || fell.Notices[0].Detail != "repeater Attic: no answer" {
		t.Errorf("%+v", fell.Notices)
	}
	if len(s.Hub.Radios) != 2 {
		t.Fatalf("%+v", s.Hub.Radios)
	}
	if d := does(core.SiteEdited{Why: "forgotten", Edits: []core.Edit{core.Drop(r.Ref())}}); d.Answer.Error != nil || len(s.Config.Repeaters) != 0 {
		t.Fatalf("%+v", d.Answer.Error)
	}
	if len(s.Hub.Radios) != 1 || s.Hub.Radios[0].Adapter != "hci0" {
		t.Errorf("%+v", s.Hub.Radios)
	}
}

// TestRadioThatStaysDownSaysWhyNow: a radio that is down for another reason shows that one, from when
// it fell; nobody is told twice, and a fall without a reason forgets none.
func TestRadioThatStaysDownSaysWhyNow(t *testing.T) {
	s := core.NewSite(core.HubState{})
	falls := func(why string) core.Decision {
		at := core.Instant{Wall: 1e18 + int64(s.Seq), Boot: "b", Up: time.Duration(s.Seq), Trust: core.Trusted}
		d := Decide(s, core.Input{ID: s.Seq + 1, At: at, Event: core.RadioFell{Adapter: "hci0", Why: why}})
		s = s.Apply(s.Seq+1, at, d.Changes)
		return d
	}
	falls("no answer")
	since := s.Hub.Radios[0].Since
	if d := falls("no adapter"); len(d.Notices) != 0 || s.Hub.Radios[0].Why != "no adapter" || s.Hub.Radios[0].Since != since {
		t.Errorf("%+v, %+v", d.Notices, s.Hub.Radios)
	}
	if d := falls(""); !d.Empty() || s.Hub.Radios[0].Why != "no adapter" {
		t.Errorf("%+v", s.Hub.Radios)
	}
	if d := falls("no adapter"); !d.Empty() {
		t.Error("the same reason again is kept")
	}
}
