package main

import (
	"context"
	"fmt"
	"net/netip"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"localiq/core"
	"localiq/hub"
	"localiq/hub/api"
	"localiq/hub/web"
	"localiq/tui/verbs"
)

// faces are what of the hub the network reaches.
type faces struct {
	console  sshFace
	programs lanFace
}

func (f faces) run(ctx context.Context, h *hub.Hub) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return f.console.run(ctx, h) })
	g.Go(func() error { return f.programs.run(ctx, h) })
	return g.Wait()
}

// lanFace is the API for the network; nil: it is off.
type lanFace struct{ *web.Server }

// lan serves whatever hub is at the place.
func (a *app) lan(addr string, p verbs.Place) lanFace {
	if addr == "off" || addr == "" {
		return lanFace{}
	}
	return lanFace{web.New(web.Config{Addr: addr, KeyFile: lanKeyFile(p), Version: version, Log: a.log})}
}

func lanKeyFile(p verbs.Place) string { return filepath.Join(p.Data, "lan_ca.key") }

// programs is nil where the face is off, and not an interface that holds one.
func (f lanFace) programs() hub.Programs {
	if f.Server == nil {
		return nil
	}
	return f.Server
}

func (f lanFace) run(ctx context.Context, h *hub.Hub) error {
	if f.Server == nil {
		return nil
	}
	f.SetGate(lanGate{h})
	return f.Run(ctx)
}

// offered is the port at which somebody listens, and the fingerprint; 0: nobody does.
func (f lanFace) offered() (port int, fingerprint string) {
	if f.Server == nil {
		return 0, ""
	}
	addr, fingerprint, _ := f.Serves()
	if ap, err := netip.ParseAddrPort(addr); err == nil {
		port = int(ap.Port())
	}
	return port, fingerprint
}

// lanGate is a hub at its door to programs.
type lanGate struct{ *hub.Hub }

func (g lanGate) Watch(ctx context.Context) <-chan *core.Snapshot { return g.Box().Watch(ctx) }

func (g lanGate) Seat(key core.Secret) (api.Hub, core.APIKeyID, *core.Error) { return g.KeySeat(key) }

func (g lanGate) ID() core.HubID { return g.Site().Hub.ID }

func (g lanGate) Known() bool { return len(g.Site().Hub.APIUses) > 0 }

func (g lanGate) Keys() (ids []core.APIKeyID) {
	for _, k := range g.Site().Config.APIKeys {
		ids = append(ids, k.ID)
	}
	return ids
}

// lanCmd is `localiq lan …`.
type lanCmd struct {
	Certificate lanCertCmd `cmd:"" help:"By what programs and phones know this box: the fingerprint of its own authority, or with --pem its certificate."`
}

type lanCertCmd struct {
	verbs.Place
	PEM bool `name:"pem" help:"The certificate itself: curl --cacert FILE, or install it on a phone."`
	New bool `help:"Make another, where the old key is lost for good. Every program and phone meets a stranger until it has the new one."`
}

// Run reads the key itself: the file is the box's own, as is whoever may read it.
func (c *lanCertCmd) Run(a *app) error {
	h, done, err := a.open(c.Place, false)
	if err != nil {
		return err
	}
	defer done()
	now, ok := <-h.Watch(a.ctx)
	if !ok {
		return a.ctx.Err()
	}
	ca, err := c.authority(now.Hub.ID)
	if err != nil {
		return err
	}
	if c.PEM {
		_, err = a.out.Write(ca.PEM())
		return err
	}
	fmt.Fprintln(a.out, ca.Fingerprint())
	if c.New {
		fmt.Fprintln(a.out, "A hub that runs goes on with the old one until it is started again.")
	}
	return nil
}

func (c *lanCertCmd) authority(id core.HubID) (*web.Authority, error) {
	if c.New {
		return web.NewAuthority(lanKeyFile(c.Place), id)
	}
	return web.OpenAuthority(lanKeyFile(c.Place), id, true)
}
