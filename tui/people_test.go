package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// peopled is the school with its people; what is changed there is answered with told.
func peopled(told core.Told) func() *stage.Hub {
	return func() *stage.Hub {
		h := school()
		h.Answer = stage.People(told)
		return h
	}
}

// done is a change that one lock has not heard of yet.
var done = core.Told{Seq: 401, Pending: []string{"Laboratory"}}

// changes are the wishes that would change something.
func (c *console) changes() (out []core.Wish) {
	for _, a := range c.hub.Asked() {
		switch a.Wish.(type) {
		case core.ListPeople, core.ListGroups, core.ListBookings, core.ShowPerson, core.ListPods, core.ListSchedules, core.PreviewSchedule, core.ListConsoles:
		default:
			if !a.DryRun {
				out = append(out, a.Wish)
			}
		}
	}
	return out
}

func (c *console) changed(want ...core.Wish) *console {
	c.t.Helper()
	got := fmt.Sprintf("%#v", deref(c.changes()))
	if w := fmt.Sprintf("%#v", deref(want)); got != w {
		c.t.Errorf("asked %s\nwant  %s", got, w)
	}
	return c
}

// deref writes what pointers point to: wishes are compared by what they say.
func deref(ws []core.Wish) (out []string) {
	for _, w := range ws {
		b, err := core.Asked{Wish: w}.MarshalJSON()
		out = append(out, string(b)+fmt.Sprint(err))
	}
	return out
}

// TestFoundInTwoKeystrokes: / and a letter narrow the list at once, the choice stays on its person, and Esc
// shows everybody around them.
func TestFoundInTwoKeystrokes(t *testing.T) {
	for _, set := range []setting{laptop, phone} {
		on(t, set, peopled(done)(), func(c *console) {
			c.press("5").line("> Bez").press("/").types("n").line("> ", "Gone Otto").line("Nováková").expectNo("Host").line("3 found")
			c.types("ov").line("> Nováková").line("1 found").press("esc", "esc").line("> Nováková").expect("Malý Jan")
			c.press("/").types("staff").line("> Dlouhá").line("2 found").types("zz").expect("Nobody is found.").press("enter", "esc").line("> Bez")
		})
	}
}

// TestChoiceStaysOnItsPerson while others come and go before them.
func TestChoiceStaysOnItsPerson(t *testing.T) {
	hub := school()
	all := stage.Crowd(500)
	hub.Answer = func(a core.Asked) core.Told { return stage.Page(all, a) }
	on(t, laptop, hub, func(c *console) {
		c.press("5", "end").line("> Last00499").line("500 of 500").press("home").line("> Last00000").press("pgdn", "pgdn").line("> Last00038").line("39 of 500")
		all = append([]core.PersonRow{{ID: "new", First: "A", Last: "Aaa", State: "active"}}, all...)
		s := stage.Site(0)
		s.Seq++
		c.publish(s).line("> Last00038").line("40 of 501")
		all = append(append([]core.PersonRow{}, all[:39]...), all[40:]...)
		s.Seq++
		c.publish(s).line("> Last00039").line("40 of 500")
	})
}

// TestPersonPage: what is wrong is said in words, and each key by what its locks have proved.
func TestPersonPage(t *testing.T) {
	on(t, desk, peopled(done)(), func(c *console) {
		c.press("5", "/").types("mal").press("enter", "enter").expect("▸ Jan Malý", "Blocked: no key of theirs opens anything. b unblocks.",
			"may still open: Laboratory.", "held: Server room; on its way:", "DOES NOT OPEN", "no: person blocked")
		c.press("esc", "esc", "/").types("dlou").press("enter", "enter").expect("by a", "group Staff, schedule").expectNo("WHAT IS WRONG")
		c.press("e").line(`/ who:"Marie Dlouhá"`)
	})
}

// TestBlockAndUndo: blocking is done at once, says what is still on its way, and u takes it back once.
func TestBlockAndUndo(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		yes, no := true, false
		c.press("5", "/").types("dlou").press("enter", "b").expect("Marie Dlouhá: blocked at", "On its way to Laboratory.", "u undoes it.")
		c.press("u").expect("Marie Dlouhá: unblocked at").press("u").expect("There is nothing to undo.")
		c.changed(core.ChangePerson{Who: "p3", Is: core.PersonWords{Block: &yes}}, core.ChangePerson{Who: "p3", Is: core.PersonWords{Block: &no}})
	})
}

// TestRemovingAsksForTheName, or for the word where not every keyboard has the name; Enter alone cancels, and so
// does everything that is not the whole of it. A guest goes with y and Enter.
func TestRemovingAsksForTheName(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("5", "/").types("dlou").press("enter", "d").types("remove\r") // in one packet: nobody has read it
		c.expect("Remove Marie Dlouhá?", "1 tag, 2 PINs off every lock", "type Marie Dlouhá, or: remove", ">[ Cancel ]")
		c.wait(typeAhead).press("enter").expectNo("Remove Marie").changed()
		c.press("d").wait(typeAhead).types("marie").press("enter").expect("that is not the whole name", ">[ Cancel ]").changed()
		c.press("ctrl+u").types("marie dlouhá").expect(">[ Remove ]").press("enter").expect("Marie Dlouhá: removed").changed(core.RemovePerson{Who: "p3"})
	})
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("6", "d").expect("Remove Otto Gone?", ">[ Cancel ]").wait(typeAhead).press("enter").changed()
		c.press("d").wait(typeAhead).press("y", "enter").changed(core.RemoveGuest{Who: "p6"})
	})
}

// TestIntegrationIsBlockedAfterAQuestion, because what works through it stops; and then the hub is told that it is
// meant.
func TestIntegrationIsBlockedAfterAQuestion(t *testing.T) {
	hub := peopled(done)()
	all := []core.PersonRow{{ID: "api", First: "Reception", Last: "desk", Role: core.RoleIntegration, State: "active"}}
	ask := hub.Answer
	hub.Answer = func(a core.Asked) core.Told {
		if _, ok := a.Wish.(core.ListPeople); ok {
			return stage.Page(all, a)
		}
		return ask(a)
	}
	on(t, laptop, hub, func(c *console) {
		yes := true
		c.press("5", "b").expect("Block Reception desk?", "everything that works through it stops", ">[ Cancel ]").wait(typeAhead).press("enter").changed()
		c.press("b").wait(typeAhead).press("y", "enter").expect("Reception desk: blocked at", "u undoes it.")
		c.changed(core.ChangePerson{Who: "api", Is: core.PersonWords{Block: &yes}, Sure: true})
		c.press("d").expect("everything that works through it stops").wait(typeAhead).types("reception desk").press("enter")
		if w := c.changes()[1]; w != (core.RemovePerson{Who: "api", Sure: true}) {
			t.Errorf("asked %+v", w)
		}
	})
}

// TestGuestInOneForm: from the guests' list to the PIN in few keys, with every word that was understood
// shown; under 20 seconds at two keys a second.
func TestGuestInOneForm(t *testing.T) {
	const most = 39
	told := core.Told{Shown: stage.PIN, Person: "p9", Text: "Hello Eva,\nYour PIN: " + stage.PIN, Pending: []string{"Office"}}
	first, last, from, until := "Eva", "Host", int64(0), time.Date(2026, 11, 28, 0, 0, 0, 0, time.FixedZone("", 3600)).UnixNano()
	for _, set := range []setting{desk, laptop, phone} {
		on(t, set, peopled(told)(), func(c *console) {
			before := c.pressed
			c.press("6", "n").types("Eva Host").press("enter").types("vi").expect("= Visitors").press("enter").types("fri").expect("= Fri 27 Nov 2026").press("enter", "enter", "enter")
			c.expect("730 264", "TO SEND", "Hello Eva,", "Your PIN: "+stage.PIN)
			if n := c.pressed - before; n > most {
				t.Errorf("%d keys for a guest, want %d at most", n, most)
			}
			c.changed(core.AddGuest{Is: core.PersonWords{First: &first, Last: &last, Join: []core.GroupID{"Visitors"}, From: &from, Until: &until}})
		})
	}
}

// TestPINIsGoneWithItsScreen: from the screen, from the messages, and from everything that the console holds.
func TestPINIsGoneWithItsScreen(t *testing.T) {
	shown := core.Told{Shown: stage.PIN, Text: "PIN " + stage.PIN}
	nowhere := func(c *console) {
		c.t.Helper()
		c.expectNo(stage.PIN, "730 264").press("m").expectNo(stage.PIN, "730 264").press("esc")
		if held := fmt.Sprintf("%+v", c.model.ui); c.model.ui.Secret != nil || strings.Contains(held, stage.PIN) {
			c.t.Errorf("the console still holds the PIN")
		}
	}
	on(t, laptop, peopled(shown)(), func(c *console) {
		c.press("5", "/").types("dlou").press("enter", "enter", "p").expect("A new PIN for Marie Dlouhá", "Until").press("enter").expect("730 264")
		c.press("esc")
		nowhere(c)
		c.press("p", "enter").expect("730 264").wait(secretFor).expect("hidden again").press("esc")
		nowhere(c)
		c.press("r").expect("Show the PIN of Marie Dlouhá?", ">[ Cancel ]").wait(typeAhead).press("y", "enter").expect("730 264").press("enter")
		nowhere(c)
		c.changed(core.NewPIN{Person: "p3"}, core.NewPIN{Person: "p3"}, core.ReadPIN{Key: core.KeyWords{Kind: core.KeyPIN, Name: "k-p3-p1"}})
	})
}

// TestTagByPresenting: the door is chosen, what is left of its time is shown, and Esc gives up.
func TestTagByPresenting(t *testing.T) {
	hub := school()
	ask := stage.People(done)
	var given chan core.Told // of the scene's own bubble
	hub.Answer = func(a core.Asked) core.Told {
		if _, ok := a.Wish.(core.AssignTag); ok {
			return <-given
		}
		return ask(a)
	}
	on(t, laptop, hub, func(c *console) {
		given = make(chan core.Told)
		c.press("5", "/").types("dlou").press("enter", "enter", "t").expect("at which door", "Archive").types("s").expect("Server room").press("enter")
		s := stage.Site(0)
		s.Seq++
		for i := range s.Doors {
			if s.Doors[i].Door.ID == "server" {
				s.Doors[i].State.Await = core.Await{Person: "p3", Over: stage.At(47 * time.Second)}
			}
		}
		c.publish(s).expect("Show the tag at the reader of Server room now: it waits 47 s more.", "Esc gives up")
		given <- done
		c.wait(frame).expect("Marie Dlouhá: has the tag at").expectNo("Show the tag")
		c.changed(core.AssignTag{Who: "p3", At: "server", For: 2 * core.DefaultAwait})
	})
}

// TestLostTagAlone is blocked, and of several the one that is chosen.
func TestLostTagAlone(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("5", "/").types("dlou").press("enter", "enter", "l").expect("Block the lost tag of Marie Dlouhá?", "goes on").wait(typeAhead).press("y", "enter")
		c.expect("Marie Dlouhá: tag blocked as lost").changed(core.ChangeKey{Key: core.KeyWords{Kind: core.KeyTag, Name: "k-p3-t0"}, State: core.KeyLost})
	})
}

// TestFormSaysWhatIsWrong at the field, asks nothing then, and keeps every word whatever the hub says.
func TestFormSaysWhatIsWrong(t *testing.T) {
	no := core.Told{Error: core.Errorf(core.CodeInvalid, "that e-mail is another's").Advise("an e-mail address is one person's")}
	on(t, laptop, peopled(no)(), func(c *console) {
		c.press("6", "n", "enter", "enter").types("sometime").press("enter", "enter", "enter").expect("✖ this is needed", "is not understood here").line("> Name").changed()
		c.types("Eva").press("tab").types("basement").press("tab").expect("there is no basement; there are: Night shift, Staff, Visitors")
		c.press("ctrl+u").types("yesterday").press("ctrl+u").types("2025-01-01").expect("(past)").press("esc").expect("Esc once more throws away").press("down")
		c.press("enter", "enter").expect("this is over before it begins").line("> Groups").press("ctrl+u").types("v").press("enter", "ctrl+u").types("tomorrow 18:00").press("enter", "enter", "enter")
		c.expect("That e-mail is another's.", "What you typed is still here.").line("Name", "Eva").press("esc", "esc").line("[6 Guests]").expect("Host Eva")
	})
}

// TestPersonFormSendsWhatChanged and nothing else.
func TestPersonFormSendsWhatChanged(t *testing.T) {
	name := "Marie Anna"
	role := core.RoleAdmin
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press("5", "/").types("dlou").press("enter", "enter", "c").line("First name", "Marie").types(" Anna").press("tab", "tab", "tab").types(", ni").expect("= Staff, Night shift")
		c.press("tab").types(" ").line("Role", "admin").press("enter", "enter", "enter").expect("Marie Dlouhá: changed at")
		c.changed(core.ChangePerson{Who: "p3", Is: core.PersonWords{First: &name, Role: &role, Join: []core.GroupID{"Night shift"}}})
	})
}
