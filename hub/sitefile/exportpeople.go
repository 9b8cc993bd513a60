package sitefile

import (
	"cmp"
	"fmt"

	"localiq/core"
	"localiq/core/order"
)

func (x *exporter) people() error {
	rows := order.Copy(x.cfg.People, func(a, b core.Person) int {
		n, m := x.names[a.ID], x.names[b.ID]
		return cmp.Or(cmp.Compare(n.Last, m.Last), cmp.Compare(n.First, m.First), cmp.Compare(n.Email, m.Email), cmp.Compare(a.ID, b.ID))
	})
	keys := map[core.PersonID][]core.Key{}
	for _, k := range x.cfg.Keys {
		keys[k.Person] = append(keys[k.Person], k)
	}
	groups := references(x.cfg.Groups, func(g core.Group) string { return g.Name })
	x.section("people", len(rows))
	for _, p := range rows {
		x.person(p, refs(groups, p.Groups))
		if err := x.keys(p.ID, keys[p.ID]); err != nil {
			return err
		}
	}
	return nil
}

func (x *exporter) person(p core.Person, groups []string) {
	n := x.names[p.ID]
	if n.First == "" { // nobody knows their name any more
		x.first(1, "id", string(p.ID))
	} else {
		x.first(1, "first", n.First)
	}
	x.field(2, "last", n.Last)
	x.field(2, "email", n.Email)
	if n.First != "" {
		x.field(2, "id", string(p.ID))
	}
	if p.Role != core.RoleUser {
		x.field(2, "role", p.Role.String())
	}
	x.list(2, "rights", rightsOf(p))
	x.list(2, "groups", groups)
	if p.Blocked {
		x.line(2, "blocked: true")
	}
	if p.Unsubscribed {
		x.line(2, "unsubscribed: true")
	}
	x.span(2, p.From, p.Until)
	x.guest(p.Guest)
	x.seconds("extraTime", p.ExtraTime)
	x.field(2, "pod", x.podRef(p.InPod()))
}

func (x *exporter) keys(p core.PersonID, ks []core.Key) error {
	if len(ks) == 0 {
		return nil
	}
	var open map[core.KeyID]core.Secret
	if x.from.May != nil && x.from.May(p) {
		var err error
		if open, err = x.from.Secrets(p); err != nil {
			return fmt.Errorf("sitefile: keys of person %s: %w", p, err)
		}
	}
	x.line(2, "keys:")
	order.By(ks, func(a, b core.Key) int { return cmp.Compare(a.Kind, b.Kind) })
	for _, k := range ks {
		what := "kept"
		if s := open[k.ID].Reveal(); s != "" && (k.Kind == core.KeyTag || k.Kind == core.KeyPIN && x.from.PINs) {
			what = s
		}
		x.first(3, k.Kind.String(), what)
		x.field(4, "id", string(k.ID))
		if k.State != core.KeyActive {
			x.field(4, "state", k.State.String())
		}
		if k.Uses != 0 {
			x.line(4, "uses: "+usesWord(k.Uses))
		}
		x.span(4, k.From, k.Until)
	}
	return nil
}

func (x *exporter) span(depth int, from, until int64) {
	if from != 0 {
		x.field(depth, "from", momentText(from, x.cfg.Zone, false))
	}
	if until != 0 {
		x.field(depth, "until", momentText(until, x.cfg.Zone, true))
	}
}
