package tui

import (
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// claiming is a hub that makes codes; open is for whom one is shown.
func claiming(open string) *stage.Hub {
	h := school()
	h.Answer = func(a core.Asked) core.Told {
		switch w := a.Wish.(type) {
		case core.ListConsoles:
			return core.Told{Consoles: &core.Consoles{Listens: "10.0.0.5:2222", Claim: open}}
		case core.ShowClaim:
			if w.Who == "Zed" {
				return core.Told{Error: core.Errorf(core.CodeNotFound, "there is nobody called Zed")}
			}
			if w.For == 0 {
				return core.Told{Shown: "ABCD-EFGH"}
			}
		}
		return core.Told{}
	}
	return h
}

// TestClaimFromTheScreen: n on the hub's page makes a code for somebody, shows it on a page of its own as long as a PIN, and
// keeps it in no message; a name that nobody has is said in the form. An open one is taken back after a question, and from afar there is none.
func TestClaimFromTheScreen(t *testing.T) {
	on(t, laptop, claiming(""), func(c *console) {
		c.more(hubScreen).press("n").expect("good for 10 min and once").types("Zed").press("enter").expect("nobody called Zed", "What you typed is still here")
		c.press("ctrl+u").types("Ivo").press("enter").expect("Code for the key of Ivo", "ABCD-EFGH").wait(secretFor + time.Second).expectNo("ABCD-EFGH")
		c.press("m").expectNo("ABCD").changed(core.ShowClaim{Who: "Zed"}, core.ShowClaim{Who: "Ivo"})
	})
	on(t, laptop, claiming("Ivo Kos"), func(c *console) {
		c.more(hubScreen).press("n").expect("Take back the code for Ivo Kos?", ">[ Cancel ]").wait(typeAhead).press("y", "enter").expect("the code for Ivo Kos: taken back").changed(core.ShowClaim{For: -1})
	})
	on(t, laptop, claiming(""), func(c *console) {
		c.model.origin.As = "p1"
		c.more(hubScreen).press("n").expect("enrolled at the box only").changed()
	})
}
