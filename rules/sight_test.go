package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// TestWhoSeesWhom [roles]: everybody sees what their role is about: an admin all but the owner's keys, an
// installer doors and nobody, a user themselves, their doors, and the guests of their pod alone.
func TestWhoSeesWhom(t *testing.T) {
	st := tellStory(t, `site Europe/Amsterdam 2026-11-23 09:00:00
door back
door front
group staff front
person Olga owner
person Adam admin
person Hall integration
person Inge installer
person Ben staff
person Cas staff
person Una staff

09:00:00 start
09:00:01 allow-installer 24h
09:00:02 show front
`)
	person := func(id core.PersonID) core.Person { return *st.s.Config.Person(id) }
	cas, una := person("Cas"), person("Una")
	cas.Pod, una.Unsubscribed = "flat", true
	st.apply(core.Put(core.Pod{ID: "attic", Name: "Attic", Doors: []core.DoorID{"front"}, Guests: 2}),
		core.Put(core.Pod{ID: "flat", Name: "Flat", Doors: []core.DoorID{"front"}, Guests: 2}), core.Put(cas), core.Put(una))
	of := func(pod core.PodID) core.GuestOf { return core.GuestOf{Pod: pod} }
	guest, other := core.Person{ID: "guest", Until: 1 << 62, Guest: of("flat")}, core.Person{ID: "other", Until: 1 << 62, Guest: of("attic")}

	said := func(o core.Origin) string {
		v, err := SightOf(st.s, o, st.now)
		if err != nil {
			return fmt.Sprint(err.Code)
		}
		var out []string
		for _, p := range []core.Person{person("Olga"), person("Adam"), person("Ben"), cas, guest, other} {
			switch {
			case v.Keys(&p):
				out = append(out, string(p.ID)+" with keys")
			case v.Person(&p):
				out = append(out, string(p.ID))
			}
		}
		for _, d := range []core.DoorID{"back", "front"} {
			if v.Door(st.s.Config, d) {
				out = append(out, string(d))
			}
		}
		return strings.Join(out, ", ")
	}
	all := "Adam with keys, Ben with keys, Cas with keys, guest with keys, other with keys, back, front"
	for _, c := range []struct {
		as   core.PersonID
		want string
	}{
		{"", "Olga with keys, " + all},
		{"Olga", "Olga with keys, " + all},
		{"Adam", "Olga, " + all},
		{"Hall", "Olga, " + all},
		{"Inge", "back, front"},
		{"Ben", "Ben with keys, front"},
		{"Cas", "Cas with keys, guest with keys, front"},
		{"Una", fmt.Sprint(core.CodeSubscription)},
		{"Gone", fmt.Sprint(core.CodeUnauthorized)},
	} {
		if got := said(core.Origin{Kind: core.FromConsole, As: c.as}); got != c.want {
			t.Errorf("%q sees %s\nwant %s", c.as, got, c.want)
		}
	}
	var nobody Sight
	if p := person("Ben"); nobody.Person(&p) || nobody.Keys(&p) || nobody.Door(st.s.Config, "front") {
		t.Error("nobody sees something")
	}
}

// TestModesOfAnInstant (OM-8): a mode stands from when it was set until it is over, for whoever asks of
// another instant too; across boots nobody knows which came first, and it stands.
func TestModesOfAnInstant(t *testing.T) {
	st := tellStory(t, shutSite+"09:01:00 ask-mode front lockdown 2h")
	set := st.now
	for _, c := range []struct {
		name string
		at   core.Instant
		want core.Reason
	}{
		{"as it is set", set, core.Lockdown},
		{"a nanosecond before", set.Add(-1), core.Granted},
		{"at its last nanosecond", set.Add(2*time.Hour - 1), core.Lockdown},
		{"when it is over", set.Add(2 * time.Hour), core.Granted},
		{"earlier in another boot", core.Instant{Wall: set.Wall - 1, Boot: "b0", Up: 1}, core.Lockdown},
	} {
		if v := Access(st.s, core.Request{Door: "front", Kind: core.KeyTag, Digest: digest("Ana.tag"), At: c.at}); v.Reason != c.want {
			t.Errorf("%s: %s, want %s", c.name, v.Reason, c.want)
		}
	}
}
