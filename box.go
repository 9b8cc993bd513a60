package main

import (
	"bytes"
	"context"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/profile"
	"localiq/core"
	"localiq/hub"
	"localiq/store"
)

// box is a hub over a radio. Its parts ask for each other, so each is made before what it asks is
// there, and nothing asks before Run.
type box struct {
	store  *store.Store
	driver *driver.Driver
	hub    *hub.Hub
}

// newBox fills in of c what the box itself is. links 0: as many as the radio can have.
func (a *app) newBox(s *store.Store, r ble.Radio, links int, c hub.Config) (*box, error) {
	private, _ := s.Static()
	key, err := profile.KeyPairFrom(private)
	if err != nil {
		panic("the vault made a key that is none: " + err.Error())
	}
	b := &box{store: s}
	families := []driver.Family{
		driver.LocalIQ{Key: key, Digest: s.Digest, TableKey: s.TableKey, AdvertKey: s.AdvertKey, LongKey: b.longKey,
			Site: driver.SiteOf(s.SiteKey(), s.SiteWord()), Random: c.Random},
		driver.Nuki{PeerKey: s.PeerKey, AdminPIN: s.AdminPIN, KeyNamed: b.keyNamed},
	}
	b.driver = driver.New(driver.Config{Radio: r, Clock: c.Clock, Log: a.log, Links: links, Families: families,
		Day: b.day, Table: func(ctx context.Context, l core.LockID) (core.Table, error) { return b.hub.Table(ctx, l) }})
	c.Driver, c.Firmware, c.Air = b.driver, b.driver, func() core.Air {
		now := b.driver.Air()
		if rs, ok := r.(interface{ Radios() []core.RadioNow }); ok {
			now.Radios = rs.Radios()
		}
		return now
	}
	b.hub, err = a.newHub(s, c)
	return b, err
}

// day is the site's, not the box's: batteries are counted as the owner's calendar has it.
func (b *box) day(at core.Instant) string {
	return at.In(b.hub.Site().Config.Zone).Format("2006-01-02")
}

// longKey finds a key that came with an id longer than a lock's journal can name.
func (b *box) longKey(ref []byte) core.KeyID {
	return b.keyThat(func(k core.KeyID) bool { return bytes.Equal(driver.RefOf(k), ref) })
}

// keyNamed finds a key whose id is longer than the name of a code in a Nuki.
func (b *box) keyNamed(name string) core.KeyID {
	return b.keyThat(func(k core.KeyID) bool { return driver.CodeName(k) == name })
}

func (b *box) keyThat(is func(core.KeyID) bool) core.KeyID {
	for _, k := range b.hub.Site().Config.Keys {
		if is(k.ID) {
			return k.ID
		}
	}
	return ""
}
