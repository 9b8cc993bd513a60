package driver

import (
	"bytes"
	"crypto/ed25519"
	"fmt"

	"localiq/ble/profile"
	"localiq/core"
)

// phones is true for a lock that takes digital keys from us.
func (s *session) phones() bool {
	return s.can.Has(profile.CanDigital) && s.family.Site.Key != nil
}

// giveSite sees to it that the lock checks digital keys by our site's key.
func (s *session) giveSite(h profile.Hello) {
	if s.phones() && h.Site != s.family.Site.SiteCheck() {
		s.send(s.family.Site)
	}
}

// Certificate signs a digital key for one of our locks. Its row is the one that the lock's table has,
// rounded in the same way: so the certificate opens when that would, and never longer. It fails for a
// lock of another family.
func Certificate(site ed25519.PrivateKey, p core.Pass) (profile.Present, error) {
	if p.Lock.Family != (LocalIQ{}).Name() || len(p.Table.Rows) != 1 {
		return profile.Present{}, fmt.Errorf("driver: lock %s takes no phones", p.Lock.ID)
	}
	serial, err := profile.SerialFrom(p.Lock.Serial)
	if err != nil {
		return profile.Present{}, err
	}
	row := p.Table.Rows[0]
	holder, err := core.ParseCredential(core.KeyDigital, row.Credential.Reveal())
	if err != nil {
		return profile.Present{}, err
	}
	if row.Until == 0 || p.Until < row.Until {
		row.Until = p.Until
	}
	r, ok := rowOf(row, nil)
	if !ok {
		return profile.Present{}, fmt.Errorf("driver: a key for lock %s that never opens", p.Lock.ID)
	}
	c := profile.Certificate{Lock: serial, Ref: r.Ref, Holder: profile.PublicKey(holder), From: r.From, Until: r.Until,
		Of: uint64(p.Table.Version), OpenFor: profile.MillisOf(p.Table.OpenFor), Lease: r.Lease, HubOnly: p.HubOnly}
	for _, i := range r.Schedules {
		c.Schedules = append(c.Schedules, schedulesOf(p.Table.Schedules[i:i+1])...)
	}
	if len(c.Schedules) > 0 {
		c.Zone = zoneUntil(zoneOf(p.Table.Zone), r.Until)
	}
	return c.Sign(site)
}

// zoneUntil leaves off what comes after the certificate's end.
func zoneUntil(zs []profile.TableOffset, until int64) []profile.TableOffset {
	for i, z := range zs {
		if i > 0 && z.From >= until {
			return zs[:i]
		}
	}
	return zs
}

// SiteOf is what locks are given to check the certificates of a site by.
func SiteOf(key ed25519.PrivateKey, word []byte) profile.SetSite {
	return profile.SetSite{Key: bytes.Clone(key.Public().(ed25519.PublicKey)), Word: word}
}
