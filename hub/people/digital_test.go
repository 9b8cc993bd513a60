package people

import (
	"fmt"
	"strings"
	"testing"

	"localiq/core"
)

// aPhone is a phone's public key, as it shows it.
func aPhone(n int) string { return fmt.Sprintf("%064x", n) }

// TestAPhoneIsOnePersons [digital]: it is issued once, to one person, by a key that is one; what is kept of
// it is what the phone showed.
func TestAPhoneIsOnePersons(t *testing.T) {
	c := newTown(t)
	ana, _ := c.add("Ana", "Novak", "staff"), c.add("Ben", "Huber", "staff")
	c.refused(core.CodeInvalid, "64 hex digits", core.IssueDigital{Who: "Ana", Phone: "1234"})
	p := c.must(core.IssueDigital{Who: "Ana", Phone: strings.ToUpper(aPhone(0xab))})
	k := c.keys(ana)[0]
	if p.Phone != k.ID || k.Kind != core.KeyDigital || c.secrets[ana][k.ID].Reveal() != aPhone(0xab) || strings.Contains(fmt.Sprint(p.Report, p.Why), aPhone(0xab)) {
		t.Errorf("%+v of %+v", p, k)
	}
	if days := (k.Pass - c.now.Wall) / (24 * 3600e9); days != core.PassDays {
		t.Errorf("it is signed for %d days", days)
	}
	c.refused(core.CodeInvalid, "a digital key on this phone already", core.IssueDigital{Who: "Ana", Phone: aPhone(0xab)})
	c.refused(core.CodeInvalid, "somebody's already", core.IssueDigital{Who: "Ben", Phone: aPhone(0xab)})
	c.refused(core.CodeNotFound, "nobody called", core.IssueDigital{Who: "Zoe", Phone: aPhone(2)})
}

// TestWhatIsSignedHasAnEnd [digital]: the site's days, or sooner the key's own end or its person's; over, or
// by a clock that nobody believes, nothing is signed.
func TestWhatIsSignedHasAnEnd(t *testing.T) {
	c := newTown(t)
	const day = int64(24 * 3600e9)
	set := c.site.Config.Settings
	set.PassDays = 14
	c.edit(core.Put(set))
	id, n := c.add("Ana", "Novak", "staff"), 0
	issued := func(from, until int64) int64 {
		n++
		p := c.must(core.IssueDigital{Who: "Ana", Phone: aPhone(n), From: from, Until: until})
		return (c.site.Config.Key(p.Phone).Pass - c.now.Wall) / day
	}
	for _, w := range []struct{ from, until, want int64 }{{0, 0, 14}, {0, 5, 5}, {3, 0, 17}, {3, 4, 4}, {0, 99, 14}} {
		at := func(days int64) int64 {
			if days == 0 {
				return 0
			}
			return c.now.Wall + days*day
		}
		if got := issued(at(w.from), at(w.until)); got != w.want {
			t.Errorf("from day %d until %d: signed for %d days", w.from, w.until, got)
		}
	}
	end := c.now.Wall + 2*day
	c.must(core.ChangePerson{Who: "Ana", Is: core.PersonWords{Until: &end}})
	if got := issued(0, 0); got != 2 {
		t.Errorf("beyond its person's end: %d days", got)
	}
	c.refused(core.CodeRefused, "has ended", core.IssueDigital{Who: "Ana", Phone: aPhone(90), Until: c.now.Wall - 1})
	c.now.Trust = core.Untrusted
	c.refused(core.CodeRefused, "nobody knows what day", core.IssueDigital{Who: "Ana", Phone: aPhone(91)})
	c.refused(core.CodeRefused, "nobody knows what day", core.RenewDigital{Key: core.KeyWords{Name: string(c.keys(id)[0].ID)}})
}

// TestRenewing [digital]: near its end it is signed for as long again, by its id, its person or its phone; lost,
// taken away, blocked with its person, or for another phone it is not, and nothing is changed.
func TestRenewing(t *testing.T) {
	c := newTown(t)
	const day = int64(24 * 3600e9)
	id := c.add("Ana", "Novak", "staff")
	k := c.must(core.IssueDigital{Who: "Ana", Phone: aPhone(1)}).Phone
	for _, name := range []string{string(k), "Ana Novak", aPhone(1)} {
		c.now.Wall += 29 * day
		was := *c.site.Config.Key(k)
		p := c.must(core.RenewDigital{Key: core.KeyWords{Name: name}})
		if is := c.site.Config.Key(k); p.Phone != k || is.Pass != c.now.Wall+30*day || is.Digest != was.Digest {
			t.Errorf("by %q: %+v became %+v", name, was, is)
		}
	}
	c.now.Wall += 31 * day // over: it is renewed all the same, the right is still there
	c.must(core.RenewDigital{Key: core.KeyWords{Name: "Ana"}})
	renew := core.RenewDigital{Key: core.KeyWords{Name: aPhone(1)}}
	c.refused(core.CodeNotFound, "has no digital key of this site", core.RenewDigital{Key: core.KeyWords{Name: aPhone(2)}})
	stays := c.site.Config.Version
	block, unblock := true, false
	for _, s := range []core.KeyState{core.KeyLost, core.KeyStolen, core.KeyBlocked} {
		c.must(core.ChangeKey{Key: core.KeyWords{Name: string(k)}, State: s})
		c.refused(core.CodeRefused, "is "+s.String()+", and is not renewed", renew)
	}
	c.must(core.ChangeKey{Key: core.KeyWords{Name: string(k)}, State: core.KeyActive})
	c.must(core.ChangePerson{Who: id, Is: core.PersonWords{Block: &block}})
	c.refused(core.CodeRefused, "is blocked", renew)
	c.must(core.ChangePerson{Who: id, Is: core.PersonWords{Block: &unblock}})
	c.must(renew)
	c.must(core.RemoveKey{Key: core.KeyWords{Kind: core.KeyDigital, Name: "Ana"}})
	c.refused(core.CodeNotFound, "has it no more", renew)
	if c.site.Config.Version == stays {
		t.Error("nothing was changed at all")
	}
}
