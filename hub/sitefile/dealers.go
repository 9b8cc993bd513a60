package sitefile

import (
	"cmp"
	"encoding/base64"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
	"localiq/core/order"
)

type dealer struct {
	at        place
	name, key text
}

func (r *reader) dealer(n ast.Node) dealer {
	t := r.table(n, "a dealer")
	defer t.done()
	return dealer{at: t.at, name: t.text("name"), key: t.text("key")}
}

// dealers are known by their keys. A file without the section leaves them as they are.
func (p *planner) dealers(f file) {
	if !f.hasDealers {
		return
	}
	for _, d := range f.dealers {
		name := p.need(d.name, d.at, "a dealer")
		key, err := base64.StdEncoding.DecodeString(d.key.s)
		if err != nil || len(key) != 32 {
			p.fault(or(d.key.at, d.at), "write the dealer's public key, 32 bytes in base64")
			continue
		}
		is := core.Dealer{ID: core.DealerOf(key), Name: name, PublicKey: key}
		was := p.old.Dealer(is.ID)
		var diff diff
		if was != nil {
			of(&diff, "name", was.Name, is.Name)
		}
		if p.put(is, d.at, was == nil, "dealer "+name, diff); was == nil {
			p.careful("vouchers of dealer %s count from now on", name)
		}
	}
	for _, d := range p.old.Dealers {
		if p.drop(d.Ref()) {
			p.dropped("drop dealer %s", d.Name)
		}
	}
}

func (x *exporter) dealers() {
	rows := order.Copy(x.cfg.Dealers, func(a, b core.Dealer) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	if len(rows) == 0 {
		return
	}
	x.section("dealers", len(rows))
	for _, d := range rows {
		x.first(1, "name", d.Name)
		x.field(2, "key", base64.StdEncoding.EncodeToString(d.PublicKey))
	}
}
