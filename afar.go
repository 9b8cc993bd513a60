package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/alecthomas/kong"

	"localiq/core"
	"localiq/hub"
	"localiq/tui"
	"localiq/tui/ssh"
	"localiq/tui/verbs"
)

// afarCLI is the command line as it is over SSH: what works on the site, and nothing that works on the
// box (processes, files, sockets, adapters).
type afarCLI struct {
	Status       verbs.Status       `cmd:"" help:"The site in a few lines, and what is wrong."`
	Doors        verbs.Doors        `cmd:"" help:"Every door: what it is, since when, and what is wrong."`
	Events       verbs.Events       `cmd:"" help:"What happened, one event a line; --follow goes on."`
	Ack          verbs.Ack          `cmd:"" help:"Acknowledge the alert that an event raised: ack 17."`
	Explain      verbs.Explain      `cmd:"" help:"Who can open which door, and why (exit code 3: cannot)."`
	Replay       verbs.Replay       `cmd:"" help:"Decide again what was recorded."`
	Door         verbs.Door         `cmd:"" help:"What doors do."`
	Lock         afarLock           `cmd:"" help:"The locks of the site."`
	Clock        verbs.Clock        `cmd:"" help:"The time, how far it is believed, and who says so."`
	Person       verbs.Person       `cmd:"" help:"The people of the site."`
	Tag          verbs.Tag          `cmd:"" help:"Tags."`
	PIN          verbs.PIN          `cmd:"" help:"PINs."`
	Digital      verbs.Digital      `cmd:"" help:"Digital keys."`
	Group        verbs.Group        `cmd:"" help:"Access groups: people, doors and a schedule."`
	APIKey       verbs.APIKey       `cmd:"" name:"apikey" help:"Keys with which programs use the API on the network."`
	Guest        verbs.Guest        `cmd:"" help:"People with an end, a PIN and a text to send."`
	Pod          verbs.Pod          `cmd:"" help:"Companies in a shared building."`
	Booking      verbs.Booking      `cmd:"" help:"Rooms for a time."`
	Activate     verbs.Activate     `cmd:"" help:"Choose your PIN for this IQ, with the code from an admin."`
	IQPIN        verbs.IQPIN        `cmd:"" name:"iq-pin" help:"People's PINs for this IQ."`
	Installer    verbs.Installer    `cmd:"" help:"What installers may do on a released site."`
	Site         verbs.Site         `cmd:"" help:"The site as a file, on standard input and output: write -."`
	Subscription verbs.Subscription `cmd:"" help:"What the site was sold."`
	Schedule     verbs.Schedule     `cmd:"" help:"Schedules, and when they open."`
	Repeater     verbs.Repeater     `cmd:"" help:"Radios on other boxes."`
	Console      verbs.Consoles     `cmd:"" help:"Who is at the console, and with which keys."`
	Version      versionCmd         `cmd:"" help:"Which release this is."`
}

// afarLock is verbs.Lock without firmware, which is a file of the box.
type afarLock struct {
	List     verbs.LockList     `cmd:"" help:"Every lock with its door."`
	Show     verbs.LockShow     `cmd:"" help:"All that is known of one lock."`
	Add      verbs.LockAdd      `cmd:"" help:"Pair a lock."`
	PIN      verbs.LockPIN      `cmd:"" help:"The admin PIN that a lock wants."`
	Sync     verbs.LockSync     `cmd:"" help:"Which locks hold their newest table."`
	Identify verbs.LockIdentify `cmd:"" help:"Have a lock blink."`
	Forget   verbs.LockForget   `cmd:"" help:"Let a lock go."`
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
		fmt.Fprintf(errs, "localiq: %s. See: ssh … box --help\n", ssh.Clean(err.Error()))
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
