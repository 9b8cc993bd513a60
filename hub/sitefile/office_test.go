package sitefile

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"localiq/core"
)

// office is a site with its private side, as a store would hold them.
type office struct {
	t       *testing.T
	site    *core.Site
	names   map[core.PersonID]core.Name
	secrets map[core.PersonID]map[core.KeyID]core.Secret
	n       int
	sealed  bool // its files were
}

func newOffice(t *testing.T) *office {
	return &office{t: t, site: core.NewSite(core.HubState{ID: "4f2a91c0"}),
		names: map[core.PersonID]core.Name{}, secrets: map[core.PersonID]map[core.KeyID]core.Secret{}}
}

func (o *office) tools() Tools {
	return Tools{Sealed: o.sealed,
		Secrets: func(p core.PersonID) (map[core.KeyID]core.Secret, error) { return o.secrets[p], nil },
		Digest: func(k core.KeyKind, b []byte) core.Digest {
			return sha256.Sum256(append([]byte(k.String()+":"), b...))
		},
		NewPIN: func(digits int, taken func(core.Digest) bool) core.Secret {
			for {
				o.n++
				s := fmt.Sprintf("%0*d", digits, 700000+o.n)
				if !taken(sha256.Sum256([]byte("pin:" + s))) {
					return core.NewSecret(s)
				}
			}
		},
		NewID: func(prefix string) string { o.n++; return fmt.Sprintf("%s-%04d", prefix, o.n) },
	}
}

func (o *office) plan(yaml string) (Plan, error) {
	return PlanImport(o.site, o.names, []byte(yaml), o.tools())
}

func (o *office) mustPlan(yaml string) Plan {
	o.t.Helper()
	p, err := o.plan(yaml)
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// load carries a plan out, as the hub does.
func (o *office) load(yaml string) Plan {
	o.t.Helper()
	p := o.mustPlan(yaml)
	o.edit(p.Zone, p.Edits...)
	for _, q := range p.Private {
		if q.Gone {
			delete(o.names, q.Person)
			delete(o.secrets, q.Person)
			continue
		}
		if q.Name != nil {
			o.names[q.Person] = *q.Name
		}
		for k, s := range q.Secrets {
			if o.secrets[q.Person] == nil {
				o.secrets[q.Person] = map[core.KeyID]core.Secret{}
			}
			o.secrets[q.Person][k] = s
		}
	}
	return p
}

func (o *office) edit(zone *time.Location, edits ...core.Edit) {
	o.t.Helper()
	cfg, err := o.site.Config.With(o.site.Seq+1, edits, zone)
	if err != nil {
		o.t.Fatal(err)
	}
	o.site = o.site.Apply(o.site.Seq+1, core.Instant{}, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
}

func (o *office) export() string {
	o.t.Helper()
	b, err := Export(o.site, o.names, o.vault())
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

// vault lets everybody's tags out, and no PINs.
func (o *office) vault() Vault {
	return Vault{May: func(core.PersonID) bool { return true },
		Secrets: func(p core.PersonID) (map[core.KeyID]core.Secret, error) { return o.secrets[p], nil }}
}
