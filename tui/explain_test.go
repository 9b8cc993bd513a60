package tui

import (
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// knowing is the school with a hub that explains, and knows who can open.
func knowing() *stage.Hub {
	h := school()
	h.Answer = func(a core.Asked) core.Told {
		switch w := a.Wish.(type) {
		case core.Explain:
			return core.Told{Explain: explanation(w)}
		case core.WhoOpens:
			return core.Told{Openers: &core.Openers{At: stage.At(0), Door: "Office", Of: 24, Rows: []core.Opener{
				{Person: "p1", PersonName: "Ana Nováková", Reason: core.Granted, Group: "Teachers", Schedule: "School hours", Until: stage.At(4 * time.Hour).Wall,
					With: []core.Means{{Kind: core.KeyTag, Key: "k1", Until: stage.At(4 * time.Hour).Wall}, {Kind: core.KeyPIN, Key: "k2", Until: stage.At(4 * time.Hour).Wall}}},
				{Person: "p2", PersonName: "Marie\x1b[2J Dlouhá", Reason: core.Granted, With: []core.Means{{Kind: core.KeyTag, Key: "k3"}}},
			}}}
		}
		return core.Told{Result: core.ResultDone}
	}
	return h
}

func explanation(w core.Explain) *core.Explanation {
	v := core.Verdict{Reason: core.CredentialUnknown, Door: w.Door, KeyKind: core.KeyTag}
	v.Trail.Add(core.CheckKey, core.CredentialUnknown)
	if w.Event == 375 { // of stage.Story
		return &core.Explanation{Verdict: v, Door: "Office", Person: "Jan Malý",
			Because: "Jan Malý may not open Office: outside the schedule, by group Teachers, schedule School hours.",
			Fix:     "wait until Mon 23 Nov 07:30, or give the person a group whose schedule is open then"}
	}
	return &core.Explanation{Verdict: v, Because: "This key may not open Office: key not known.", Fix: "give this key to a person of the site", But: "nobody has this key now either"}
}

// lockedDown is the school whose office somebody has locked down.
func lockedDown() *stage.Hub {
	h := knowing()
	s := stage.Site(0)
	for i := range s.Doors {
		if st := &s.Doors[i].State; st.Door == "office" {
			st.Levels = []core.Level{{Mode: core.ModeLockdown, Since: stage.At(-10 * time.Minute), Until: stage.At(50 * time.Minute), By: "ana (10.0.0.5)", Why: "the alarm went"}}
		}
	}
	h.Publish(s)
	return h
}

// [explain]: Enter or x on a refused event asks for the rights of then, and says what would make it work; from a
// door x finds the last refusal there, with as much as is known of who came.
func TestRefusedIsExplained(t *testing.T) {
	for _, set := range []setting{laptop, phone} {
		on(t, set, knowing(), func(c *console) {
			c.press("2", "/").types("jan").press("enter", "x").expect("Because", "Jan Malý may not open", "To open", "wait until")
			w, ok := c.hub.Asked()[0].Wish.(core.Explain)
			if !ok || w.Event == 0 || w.Door != "office" || c.hub.Asked()[0].Origin.Request != "" {
				t.Errorf("asked %+v", c.hub.Asked())
			}
			c.press("esc", "esc", "1").choose("office").press("enter", "x").expect("This key may not open", "nobody has this key now")
			c.press("esc", "esc").choose("entrance").press("enter", "x")
		})
	}
	on(t, laptop, answering(core.Told{Error: core.Errorf(core.CodeNotFound, "event 9 is not kept any more")})(), func(c *console) {
		c.press("2", "/").types("jan").press("enter", "enter").expect("event 9 is not kept any more", "FAIL      its schedule is open now")
	})
}

// An answer that comes when the person looks at another event says nothing there.
func TestExplanationIsOfItsEvent(t *testing.T) {
	m := &model{ctx: t.Context(), hub: stage.New(), ui: newUI(Unicode)}
	m.ui.Why = why{Line: lineID{Seq: 7}}
	if m.takeWhy(whyMsg{lineID{Seq: 6}, core.Told{Explain: &core.Explanation{}}}); m.ui.Why.Told != nil {
		t.Error("another event's answer was taken")
	}
	m.ui.Who = who{Door: "a"}
	if m.takeWho(whoMsg{"b", core.Told{}}); m.ui.Who.Told != nil {
		t.Error("another door's answer was taken")
	}
}

// [explain]: at a door, who can open it now, with what and until when; what the hub says of people is cleaned.
func TestWhoCanOpen(t *testing.T) {
	on(t, laptop, knowing(), func(c *console) {
		c.choose("office").press("enter", "w").expect("2 of 24 people can open Office", "tag or PIN until Sun 22 Nov 2026 18:00, by group").line("Marie[2J Dlouhá", "tag without end, by the master key")
		c.press("esc").expect("NEXT")
	})
}

// OM-8: a lockdown is in a hurry and takes the same key twice, with nothing in between; what unlocks, blocks or
// releases a door asks.
func TestModesOfADoor(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.choose("office").press("enter", "d").line("d once more locks Office down").press("down", "d").line("d once more").asked()
		c.press("d").asked(core.SetDoorMode{Door: "office", Mode: core.ModeLockdown}).line("Office: in lockdown, confirmed by the lock")
		c.press("f").expect("Open for fire: Office?", ">[ Cancel ]").wait(typeAhead).press("enter").press("f").wait(typeAhead).press("y", "enter", "enter")
		c.press("b").expect("Block Office?", "lets nobody in").press("esc").press("n").line("Office is normal")
		c.asked(core.SetDoorMode{Door: "office", Mode: core.ModeLockdown}, core.SetDoorMode{Door: "office", Mode: core.ModeFireOpen})
	})
	on(t, laptop, lockedDown(), func(c *console) {
		c.choose("office").press("enter").line("Mode", "in lockdown since 13:50, by ana (10.0.0.5), until 14:50").press("n").expect("Release the strongest mode of Office?")
		c.wait(typeAhead).press("y", "enter").asked(core.SetDoorMode{Door: "office"})
	})
}
