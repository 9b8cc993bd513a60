package sitefile

import (
	"strings"
	"testing"

	"localiq/core"
)

const guardedFile = `version: 1
site: {name: S, zone: UTC, amnesty: "04:00"}
schedules:
  - name: hours
    windows: [Mon-Fri 08:00-18:00]
doors:
  - name: Front
    factors: tag+pin
    pair: true
    firstPerson: true
    area: inside
    passback: hard
  - name: Gate
    area: outside
    passback: soft
groups:
  - name: staff
    doors: [Front]
    schedule: hours
    clock: trusted
people:
  - first: Ana
    rights: [override_lockdown, override_privacy, first, anywhere, duress]
    keys:
      - pin: new
        uses: 3
`

// [decide.order]: what doors, groups, people and keys ask for goes through the file both ways.
func TestGuardsAreInTheFile(t *testing.T) {
	o := newOffice(t)
	o.load(guardedFile)
	c := o.site.Config
	front, gate := c.Doors[0], c.Doors[1]
	if front.Name != "Front" {
		front, gate = gate, front
	}
	want := core.Guard{Factors: core.TagAndPIN, Pair: true, First: true, Area: "inside", Passback: core.PassbackHard}
	if front.Guard != want || gate.Guard != (core.Guard{Area: "outside", Passback: core.PassbackSoft}) ||
		c.Groups[0].Clock != core.ClockTrusted || c.Settings.Amnesty != 4*60 || c.Keys[0].Uses != 3 {
		t.Errorf("it reads %+v, %+v, %+v, %+v, %+v", front.Guard, gate.Guard, c.Groups[0], c.Settings, c.Keys[0])
	}
	if p := c.People[0]; !p.OverrideLockdown || !p.OverridePrivacy || !p.MayBeFirst || !p.Anywhere || !p.Duress {
		t.Errorf("it reads %+v", p)
	}
	out := o.export()
	for _, line := range []string{`amnesty: "04:00"`, "factors: tag+pin", "pair: true", "firstPerson: true", "area: inside", "passback: hard",
		"passback: soft", "clock: trusted", "uses: 3", "rights: [override_lockdown, override_privacy, first, anywhere, duress]"} {
		if !strings.Contains(out, line) {
			t.Errorf("the export lacks %q:\n%s", line, out)
		}
	}
	if p := o.mustPlan(out); len(p.Edits) != 0 {
		t.Errorf("its own export changes the site: %v", p.Report)
	}
	said := strings.Join(o.mustPlan(strings.NewReplacer("passback: hard", "passback: soft", "uses: 3", "uses: 4", "clock: trusted", "clock: holdover", "04:00", "03:30").Replace(out)).Report, "\n")
	for _, change := range []string{"passback hard → soft", "uses 3 → 4", "clock trusted → holdover", "amnesty 04:00 → 03:30"} {
		if !strings.Contains(said, change) {
			t.Errorf("the report lacks %q: %s", change, said)
		}
	}
}

// L-2 [pin.generated]: a PIN that is made reserves its variant, keeps it when the file keeps the PIN,
// and nobody else's PIN is it.
func TestNewPINReservesItsVariant(t *testing.T) {
	o := newOffice(t)
	o.load(guardedFile)
	k := o.site.Config.Keys[0]
	digits := o.secrets[k.Person][k.ID].Reveal()
	variant := o.tools().Digest(core.KeyPIN, []byte(core.NextPIN(digits, 1)))
	if k.Duress != variant || !o.site.Config.Taken(variant) || o.site.Config.KeyOf(variant) != nil || o.site.Config.VariantOf(variant).ID != k.ID {
		t.Fatalf("the variant of %s is not reserved", k.ID)
	}
	o.load(strings.Replace(o.export(), "uses: 3", "uses: 5", 1))
	if is := o.site.Config.Keys[0]; is.Uses != 5 || is.Duress != variant {
		t.Errorf("keeping a PIN lost its variant")
	}
	p := o.mustPlan(strings.Replace(o.export(), "people:\n", "people:\n  - first: Ben\n    keys: [{pin: new}]\n", 1))
	for _, e := range p.Edits {
		if n, ok := e.Item.(core.Key); ok && (n.Digest == variant || n.Duress == k.Digest) {
			t.Error("another PIN is the variant of the first, or has it for its own")
		}
	}
}

func TestGuardFaults(t *testing.T) {
	for bad, want := range map[string]string{
		"factors: three": "8:14: write one of one, tag+pin",
		"passback: hard": "8:15: passback needs to know where the door leads",
		"pair: perhaps":  "8:11: write true or false",
		"passback: firm": "8:15: write one of off, soft, hard",
	} {
		_, err := newOffice(t).plan(strings.Replace(base, "  - name: Front\n", "  - name: Front\n    "+bad+"\n", 1))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", bad, err, want)
		}
	}
	for from, bad := range map[string][2]string{
		"uses: 3":          {"uses: none", "write how often it opens, 1 to 10000"},
		"clock: trusted":   {"clock: fast", "write one of holdover, trusted"},
		`amnesty: "04:00"`: {`amnesty: "24:00"`, "write a time of day"},
		"first, anywhere":  {"frist, anywhere", "no such right: write master, remote"},
	} {
		if _, err := newOffice(t).plan(strings.Replace(guardedFile, from, bad[0], 1)); err == nil || !strings.Contains(err.Error(), bad[1]) {
			t.Errorf("%s: %v, want %s", bad[0], err, bad[1])
		}
	}
}
