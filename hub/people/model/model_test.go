package model

import (
	"flag"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
	"localiq/rules"
)

var (
	seed   = flag.Uint64("model.seed", 1, "of the wishes; ids and PINs are random all the same")
	wishes = flag.Int("model.wishes", enough, "how many")
)

// enough wishes come to every kind of them; make soak has many more.
const enough = 4000

// TestNoSequenceOfWishesLosesTheSite [tag] [pin.generated] [user.delete] [lock.sync] [sub.slots] [pod]
// [booking] [guest]: whatever is wished, in whatever order, with files, backups and locks that come and go.
func TestNoSequenceOfWishesLosesTheSite(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // a quarter of the processor's time
	synctest.Test(t, func(t *testing.T) {
		c := newTown(t, *seed)
		defer func() { c.stop() }()
		for range *wishes {
			c.step()
			c.judge()
		}
		for _, must := range []string{"AddPerson", "RemovePerson", "ChangePerson", "AssignTag", "AssignTag refused", "NewPIN", "RemoveKey", "ChangeKey",
			"AddGuest", "TidyGuests", "PutGroup", "AddPod", "ChangePod", "RemovePod", "Book", "CancelBooking", "Subscribe", "Redeem", "Redeem refused",
			"PairLock", "ImportSite", "ImportSite refused", "restore", "restart", "lock away or back", "rows that should go"} {
			if c.done[must] == 0 && *wishes >= enough {
				t.Errorf("never: %s (%v)", must, c.done)
			}
		}
		t.Log(c.done)
	})
}

// TestTheModelSees: each property fails where its fault is planted.
func TestTheModelSees(t *testing.T) {
	for name, plant := range map[string]func(*town){
		"two with one tag": func(c *town) { c.sameTag = true },
		"a lock that lies": func(c *town) { c.air.deaf = true },
		"a door too many":  func(c *town) { c.blind = true },
		"a slot too many":  func(c *town) { c.extra = 1 },
		"a ghost":          func(c *town) { c.gone[c.cfg().People[0].ID] = true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTown(t, 3)
				defer func() { c.stop() }()
				found := ""
				for i := range 3000 { // ids are random: mostly it is seen within some hundred
					if i == 100 {
						c.faulted = func(s string) { found = s }
						plant(c)
					}
					c.step()
					if c.judge(); found != "" {
						t.Log(found)
						return
					}
				}
				t.Fatal("nobody has seen it")
			})
		})
	}
}

// judge asks of the site what must hold after every wish.
func (c *town) judge() {
	cfg := c.cfg()
	c.oneEach(cfg)
	c.nobodyLeft(cfg)
	c.slots(cfg)
	c.doors(cfg)
	if c.n%16 == 0 {
		c.digits(cfg)
	}
}

// oneEach: no credential stands for two keys, variants included.
func (c *town) oneEach(cfg *core.Config) {
	seen := map[core.Digest]core.KeyID{}
	for _, k := range cfg.Keys {
		digests := []core.Digest{k.Digest, k.Duress}
		if c.sameTag {
			digests = append(digests, cfg.Keys[0].Digest)
		}
		for _, d := range digests {
			if o, twice := seen[d]; twice && !d.IsZero() {
				c.faulted(fmt.Sprintf("%s and %s are one credential", o, k.ID))
			}
			seen[d] = k.ID
		}
		if cfg.Person(k.Person) == nil {
			c.faulted(fmt.Sprintf("key %s is nobody's", k.ID))
		}
	}
}

// digits is oneEach of what people type and show, read back from the vault.
func (c *town) digits(cfg *core.Config) {
	seen := map[string]core.KeyID{}
	for _, p := range cfg.People {
		secrets, err := c.store.Secrets(p.ID)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, k := range cfg.Keys {
			if k.Person != p.ID || k.Kind == core.KeyDigital {
				continue
			}
			s := secrets[k.ID].Reveal()
			all := []string{s}
			if k.Kind == core.KeyPIN {
				all = append(all, core.NextPIN(s, 1))
			}
			for _, x := range all {
				if o, twice := seen[x]; twice || s == "" {
					c.faulted(fmt.Sprintf("%s and %s are typed alike, or not known", o, k.ID))
				}
				seen[x] = k.ID
			}
		}
	}
}

// nobodyLeft: of whoever was removed there is no name, no secret, and no item.
func (c *town) nobodyLeft(cfg *core.Config) {
	names := c.store.Names()
	if len(names) != len(cfg.People) {
		c.faulted(fmt.Sprintf("%d people and %d names", len(cfg.People), len(names)))
	}
	for id := range c.gone {
		if _, has := names[id]; !has && cfg.Person(id) == nil && c.n%16 != 0 {
			continue // what is sealed is looked for now and then
		}
		secrets, err := c.store.Secrets(id)
		if _, has := names[id]; has || err != nil || len(secrets) > 0 || cfg.Person(id) != nil {
			c.faulted(fmt.Sprintf("%s was removed and is there: %d secrets, %v", id, len(secrets), err))
		}
	}
}

// slots: one for each subscribed person with a key that is not blocked or lost, however many; never more
// than were sold; and no voucher is forgotten.
func (c *town) slots(cfg *core.Config) {
	taken := c.extra
	for i := range cfg.People {
		p := &cfg.People[i]
		if !p.Unsubscribed && rules.MayHold(cfg, p.ID) {
			taken++
		}
	}
	sub := c.hub.Site().Config.Settings.Subscription
	if got := rules.Slots(cfg); got != taken || sub.Users > 0 && taken > sub.Users {
		c.faulted(fmt.Sprintf("%d slots are taken, told are %d of %d", taken, got, sub.Users))
	}
	if len(cfg.Vouchers) != c.sold {
		c.faulted(fmt.Sprintf("%d vouchers were redeemed, %d are known", c.sold, len(cfg.Vouchers)))
	}
}

// given says, slowly, whether anything gives a person a door at any time from now on. A booking counts
// until since: what a lock has of one ends there by itself, and leaves its table with the next.
func (c *town) given(cfg *core.Config, p *core.Person, door core.DoorID, since int64) bool {
	now := c.now()
	if p.Blocked || p.Unsubscribed || p.Until != 0 && p.Until <= now || p.Role == core.RoleInstaller {
		return false
	}
	if pod := p.Guest.Pod; pod != "" {
		o := cfg.Pod(pod)
		if o == nil || !slices.Contains(o.Doors, door) {
			return false
		}
	}
	if p.Master || p.Role == core.RoleOwner {
		return true
	}
	for _, g := range cfg.Groups {
		if slices.Contains(p.Groups, g.ID) && slices.Contains(g.Doors, door) {
			return true
		}
	}
	for _, b := range cfg.Bookings {
		if b.Person == p.ID && b.Door == door && b.Until > since {
			return true
		}
	}
	return false
}

// doors: what a key opens at a lock is given, or the hub says that it is to go; and where the lock has its
// newest table it has nobody who is to go. A lock that was away when a backup was put back may hold people
// of whom the hub knows nothing: then it says that it does not know what the lock has. At the hub nothing opens that is not given.
func (c *town) doors(cfg *core.Config) {
	site := c.hub.Site()
	for i := range cfg.Doors {
		d := &cfg.Doors[i]
		st := site.Door(d.ID)
		rows, _ := c.air.holds(d.Lock)
		for id := range rows {
			k := cfg.Key(id)
			right := k != nil && k.State == core.KeyActive && c.given(cfg, cfg.Person(k.Person), d.ID, 0) && !c.blind
			told := slices.ContainsFunc(st.Sync.Gone, func(g core.Gone) bool { return g.Key == id }) || st.Sync.More > 0 || c.air.older(d.Lock) && !st.Sync.Done()
			if !right && !told && !over(rows[id], c.now()) {
				st.Sync.Past = nil
				c.faulted(fmt.Sprintf("the lock of %s opens for %s, which has no right there, and nobody says so: %+v, %+v", d.Name, id, rows[id], st.Sync))
			}
			if !right {
				c.done["rows that should go"]++
			}
		}
		for _, g := range st.Sync.Gone {
			if r, has := rows[g.Key]; st.Sync.Done() && has && !over(r, c.now()) {
				c.faulted(fmt.Sprintf("%s has its newest table, and yet %+v (restored %d, started again %d)", d.Name, st.Sync, c.done["restore"], c.done["restart"]))
			}
		}
	}
	k, any := pick(c, cfg.Keys)
	d, door := pick(c, cfg.Doors)
	if !any || !door {
		return
	}
	v := rules.Access(site, core.Request{Door: d.ID, Kind: k.Kind, Digest: k.Digest, At: core.Instant{Wall: c.now(), Trust: core.Trusted, Boot: site.At.Boot, Up: site.At.Up}})
	if v.Granted && (k.State != core.KeyActive || !c.given(cfg, cfg.Person(k.Person), d.ID, c.now())) {
		c.faulted(fmt.Sprintf("%s opens %s, and nothing gives it: %+v", k.ID, d.Name, v))
	}
}

// over is true for a row that ends by itself, and has.
func over(r core.Row, now int64) bool { return r.Until != 0 && r.Until <= now }

// view is a site by names, as a file says it: who is in which group, and which doors a group has.
type view string

func (c *town) view() view {
	cfg, names := c.cfg(), c.store.Names()
	var lines []string
	for _, g := range cfg.Groups {
		line := "group " + g.Name
		for _, d := range g.Doors {
			line += " " + cfg.Door(d).Name
		}
		lines = append(lines, line)
	}
	for _, p := range cfg.People {
		line := fmt.Sprintf("person %s %s blocked %v master %v", names[p.ID].String(), names[p.ID].Email, p.Blocked, p.Master)
		var in []string
		for _, g := range p.Groups {
			in = append(in, cfg.Group(g).Name)
		}
		slices.Sort(in)
		lines = append(lines, line+" "+strings.Join(in, " "))
	}
	slices.Sort(lines)
	return view(strings.Join(lines, "\n"))
}
