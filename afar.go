package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/alecthomas/kong"

	"localiq/core"
	"localiq/core/sshkey"
	"localiq/hub"
	"localiq/tui"
	"localiq/tui/ssh"
	"localiq/tui/verbs"
)

// afarCLI is the command line as it is over SSH: what works on the site, and nothing that works on the
// box (processes, files, sockets, adapters).
type afarCLI struct {
	siteVerbs
	Lock    verbs.Locks    `cmd:"" help:"The locks of the site."`
	Console verbs.Consoles `cmd:"" help:"Who is at the console, and with which keys."`
}

// sshFace is the console for the network; nil: it is off.
type sshFace struct{ *ssh.Server }

// face serves whatever hub is at the place.
func (a *app) face(addr string, p verbs.Place) sshFace {
	if addr == "off" || addr == "" {
		return sshFace{}
	}
	return sshFace{ssh.New(ssh.Config{Addr: addr, HostKey: hostKeyFile(p), Verb: afar, Log: a.log})}
}

func hostKeyFile(p verbs.Place) string { return filepath.Join(p.Data, "ssh_host.key") }

// consoles is nil where the face is off, and not an interface that holds one.
func (f sshFace) consoles() hub.Consoles {
	if f.Server == nil {
		return nil
	}
	return f.Server
}

func (f sshFace) run(ctx context.Context, h *hub.Hub) error {
	if f.Server == nil {
		return nil
	}
	f.SetGate(sshGate{h})
	return f.Run(ctx)
}

// sshGate is a hub at its door to the network.
type sshGate struct{ *hub.Hub }

func (g sshGate) Watch(ctx context.Context) <-chan *core.Snapshot { return g.Box().Watch(ctx) }

func (g sshGate) Seat(who core.Login) (tui.Hub, *core.Error) {
	return g.Hub.Seat(core.FromSSH, who.Person)
}

// hostKeyCmd is `localiq console host-key`.
type hostKeyCmd struct {
	verbs.Place
	New bool `help:"Make another, where the old one is lost for good. Everybody who comes in is warned of a stranger until you have told them the new fingerprint."`
}

// Run does not go through the hub: the file is the box's own, as is whoever may read it.
func (c *hostKeyCmd) Run(a *app) error {
	print, err := ssh.HostKey(hostKeyFile(c.Place), c.New)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, print)
	if c.New {
		fmt.Fprintln(a.out, "A hub that runs goes on with the old one until it is started again.")
	}
	return nil
}

// afar does one verb for somebody over SSH. Nothing of this process but the hub is within its reach.
func afar(ctx context.Context, h tui.Hub, who core.Login, args []string, in io.Reader, out, errs io.Writer) int {
	asked := -1
	p := kong.Must(&afarCLI{}, kong.Name("ssh … box"), kong.Vars{"data": "", "phone": ""}, kong.Writers(out, errs), kong.Exit(func(n int) { asked = n }),
		kong.Description("The console of a site, from afar."), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError())
	k, err := p.Parse(args)
	if asked >= 0 {
		return asked
	}
	if err != nil {
		fmt.Fprintf(errs, "localiq: %s. See: ssh … box --help\n", sshkey.Clean(err.Error(), 400))
		return exitUsage
	}
	desk := &verbs.Desk{Ctx: ctx, In: in, Out: out, Err: errs, Afar: &who, Open: func(p verbs.Place, _ bool) (verbs.Hub, func(), error) {
		if p.Data != "" || p.Socket != "" {
			return nil, nil, core.Errorf(core.CodeRequest, "--data and --socket mean nothing from afar")
		}
		return h, func() {}, nil
	}}
	return exitCode(errs, k.Run(&app{stdio: stdio{in, out, errs, nil}, ctx: ctx}, desk))
}
