package sitefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"localiq/core"
	"localiq/core/order"
)

const header = `# A site of Local IQ. ` + "`localiq site import FILE`" + ` makes the site what this file says: what is
# missing here is dropped. Keep each id, and you may change every name. A date is a whole day.
version: 1
`

// Export writes the whole site, sorted, the same bytes for the same site and the same vault.
func Export(site *core.Site, names map[core.PersonID]core.Name, from Vault) ([]byte, error) {
	x := &exporter{cfg: site.Config, names: names, from: from}
	x.WriteString(header)
	x.line(0, "site:")
	x.field(1, "name", x.cfg.Settings.Name)
	x.field(1, "zone", cmp.Or(x.cfg.Settings.Zone, "UTC"))
	x.lease("tagLease", x.cfg.Settings.TagLease)
	x.lease("pinLease", x.cfg.Settings.PINLease)
	x.keep()
	x.amnesty(x.cfg.Settings.Amnesty)
	x.pins(x.cfg.Settings)
	x.subscription(x.cfg.Settings.Subscription)
	x.calendars()
	x.schedules()
	x.doors()
	x.pods()
	x.groups()
	if err := cmp.Or(x.people(), x.bookings()); err != nil {
		return nil, err
	}
	x.dealers()
	return []byte(x.String()), nil
}

type exporter struct {
	strings.Builder
	cfg   *core.Config
	names map[core.PersonID]core.Name
	from  Vault
}

// subscription is said and not written: it is this box's, and a voucher counts once.
func (x *exporter) subscription(s core.Subscription) {
	if s != (core.Subscription{}) {
		x.line(1, "# The subscription stays with this box, and so do its vouchers: ask your dealer when you move.")
	}
}

// section begins a list; an empty one is written as such, because it must be there.
func (x *exporter) section(name string, n int) {
	if n == 0 {
		fmt.Fprintf(x, "\n%s: []\n", name)
		return
	}
	fmt.Fprintf(x, "\n%s:\n", name)
}

func (x *exporter) doors() {
	rows := order.Copy(x.cfg.Doors, func(a, b core.Door) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	x.section("doors", len(rows))
	for _, d := range rows {
		x.first(1, "name", d.Name)
		x.field(2, "id", string(d.ID))
		x.field(2, "lock", lockText(x.cfg, d.Lock))
		x.seconds("openFor", d.OpenFor)
		x.seconds("notClosed", d.NotClosed)
		if d.Office != core.OfficeOff {
			x.field(2, "office", d.Office.String())
		}
		x.field(2, "schedule", x.scheduleRef(d.Schedule))
		x.officing(d.OfficeLimits)
		if d.Table != core.TableFirst {
			x.field(2, "table", d.Table.String())
		}
		if d.Lease {
			x.line(2, "lease: true")
		}
		x.alerting(d.Alerts)
		x.guarding(d.Guard)
	}
}

func (x *exporter) groups() {
	rows := order.Copy(x.cfg.Groups, func(a, b core.Group) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	doors := references(x.cfg.Doors, func(d core.Door) string { return d.Name })
	x.section("groups", len(rows))
	for _, g := range rows {
		x.first(1, "name", g.Name)
		x.field(2, "id", string(g.ID))
		x.list(2, "doors", refs(doors, g.Doors))
		x.field(2, "schedule", x.scheduleRef(g.Schedule))
		if g.Clock != core.ClockHoldover {
			x.field(2, "clock", g.Clock.String())
		}
		x.field(2, "pod", x.podRef(g.Pod))
	}
}

func (x *exporter) scheduleRef(id core.ScheduleID) string {
	if id == "" {
		return ""
	}
	return references(x.cfg.Schedules, func(s core.Schedule) string { return s.Name })[string(id)]
}

// references says how to refer to each row: by its name where nothing else has it, as a name
// or as an id; else by its id.
func references[T core.Item](rows []T, name func(T) string) map[string]string {
	uses := map[string]int{}
	for _, r := range rows {
		uses[name(r)]++
		uses[r.Ref().ID] += 2
	}
	out := map[string]string{}
	for _, r := range rows {
		out[r.Ref().ID] = r.Ref().ID
		if n := name(r); n != "" && uses[n] == 1 {
			out[r.Ref().ID] = n
		}
	}
	return out
}

func refs[T ~string](by map[string]string, ids []T) (out []string) {
	for _, id := range ids {
		out = append(out, by[string(id)])
	}
	slices.Sort(out)
	return out
}
