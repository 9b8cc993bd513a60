package tui

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestUserIsOfferedNoChange: no key that changes people stands in the footer or the help, and one that is
// pressed all the same is refused in words, and asks nothing.
func TestUserIsOfferedNoChange(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.model.ui.Admin = false
		c.press("5").expect("find").expectNo("n new").press("n").expect("You are not an admin of this site").press("esc", "down", "enter", "d", "b").expect("not an admin").expectNo("Remove")
		c.press("esc", "?").expectNo("a new PIN").changed()
	})
	for o, want := range map[*Options]bool{{}: true, {As: "p", Role: core.RoleUser}: false, {As: "p", Role: core.RoleInstaller}: false, {As: "p", Role: core.RoleAdmin}: true, {As: "p", Role: core.RoleIntegration}: true} {
		if o.admin() != want {
			t.Errorf("%+v may change people: %v", *o, !want)
		}
	}
}

// TestSubscriptionThatEndsSoon is on every screen, and one without an end on none.
func TestSubscriptionThatEndsSoon(t *testing.T) {
	for _, set := range []setting{desk, laptop, phone} {
		on(t, set, school(), func(c *console) {
			c.expectNo("subscription")
			for d, want := range map[time.Duration]string{29 * 24 * time.Hour: "", 6*24*time.Hour + time.Hour: "subscription ends in 6 d", 3 * time.Hour: "subscription ends 17:00", -time.Hour: "subscription ENDED 13:00"} {
				s := stage.Site(0)
				s.Settings.Subscription.Until = stage.At(d).Wall
				if c.publish(s); want != "" {
					c.expect(want)
				} else {
					c.expectNo("subscription")
				}
			}
		})
	}
}

// BenchmarkPeopleScreen: from the key to the drawn list of 10,000 people, without the hub's own part.
func BenchmarkPeopleScreen(b *testing.B) {
	answer := stage.CrowdAnswers(10000)
	site := stage.Site(0)
	for b.Loop() {
		m := &model{ui: newUI(Unicode), snap: &site, ctx: b.Context()}
		m.show(peopleScreen)
		m.ui.roll().n, m.ui.roll().busy = 1, true
		m.takeRoll(rollMsg{peopleScreen, 1, answer(core.Asked{Wish: m.ui.roll().wish(peopleScreen, 0, m.ui.pageOf(), 0)})})
		if v := View(m.snap, m.ui, 120, 40); !strings.Contains(v, "1 of 10,000") {
			b.Fatal(v)
		}
	}
}

// TestAdminSaysThatTheOwnerHasAgreed when somebody is removed for good; the owner and the box need not.
func TestAdminSaysThatTheOwnerHasAgreed(t *testing.T) {
	for _, owner := range []bool{true, false} {
		on(t, laptop, peopled(done)(), func(c *console) {
			const says = "The data is the site owner's"
			c.model.ui.Owner = owner
			if c.press("5", "/").types("dlou").press("enter", "d"); owner {
				c.expectNo(says)
			} else {
				c.expect(says)
			}
			c.wait(typeAhead).types("remove").press("enter").changed(core.RemovePerson{Who: "p3", Consent: !owner})
		})
	}
}
