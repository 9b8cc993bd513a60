// Localiq turns a small box into the hub of a site's door locks. See README.md.
//
// This file only wires: flags, store, air, hub, faces, wait.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	_ "time/tzdata" // any zone, on a box that has none

	"github.com/alecthomas/kong"

	"localiq/core"
	"localiq/core/clock"
	"localiq/hub"
	"localiq/hub/api"
	"localiq/store"
	"localiq/tui"
	"localiq/tui/verbs"
)

var version = "dev"

// Exit codes; docs/errors.md says when.
const (
	exitFailed  = 1
	exitUsage   = 2
	exitCannot  = 3
	exitNoHub   = 4
	exitUnknown = 5
)

// stdio is what a command speaks to people through.
type stdio struct {
	in       io.Reader
	out, err io.Writer
	env      []string
}

// app is what every command is given.
type app struct {
	stdio
	ctx context.Context
	log *slog.Logger
}

// cli is the command line at the box: what works on the site, and what works on the box (processes, files,
// sockets, adapters) or asks for somebody who is there.
type cli struct {
	Demo     demoCmd        `cmd:"" help:"A made-up site with virtual locks and people who come and go, and the console on it."`
	Rehearse rehearseCmd    `cmd:"" help:"Some days of a site file in seconds, with its people and its bad luck, and what you may want to change."`
	Run      runCmd         `cmd:"" help:"The hub of a site."`
	Console  consoleCmd     `cmd:"" help:"The console on a running hub, and who reaches it over SSH."`
	Discover verbs.Discover `cmd:"" help:"The boxes on the local network."`
	siteVerbs
	Lock     verbs.Lock    `cmd:"" help:"The locks of the site."`
	Phone    phoneCmd      `cmd:"" help:"Play a phone with a digital key, on a Bluetooth adapter of its own."`
	LAN      lanCmd        `cmd:"" name:"lan" help:"How this box is known on the network."`
	IQ       verbs.IQ      `cmd:"" name:"iq" help:"This IQ itself."`
	Voucher  verbs.Voucher `cmd:"" help:"A dealer's desk: sell subscriptions as signed vouchers. No hub is needed."`
	Softlock softlockCmd   `cmd:"" help:"A lock in software, on a real Bluetooth adapter: a rehearsal for an installer."`
	Radio    radioCmd      `cmd:"" help:"The radio of one adapter: with --listen, a repeater for the hub on another box."`
	Check    checkCmd      `cmd:"" hidden:"" help:"Check a database file; the hub starts it."`
}

// siteVerbs are the commands that are the same at the box and over SSH.
type siteVerbs struct {
	Status       verbs.Status       `cmd:"" help:"The site in a few lines, and what is wrong."`
	Doors        verbs.Doors        `cmd:"" help:"Every door: what it is, since when, and what is wrong."`
	Ack          verbs.Ack          `cmd:"" help:"Acknowledge the alert that an event raised: localiq ack 17."`
	Events       verbs.Events       `cmd:"" help:"What happened, one event a line."`
	Explain      verbs.Explain      `cmd:"" help:"Who can open which door, and why; now, then, or some day (exit code 3: cannot)."`
	Replay       verbs.Replay       `cmd:"" help:"Decide again what was recorded (exit code 1: something else follows), or as another site file would have."`
	Door         verbs.Door         `cmd:"" help:"What doors do."`
	Clock        verbs.Clock        `cmd:"" help:"The time, how far it is believed, and who says so."`
	Person       verbs.Person       `cmd:"" help:"The people of the site."`
	Tag          verbs.Tag          `cmd:"" help:"Tags."`
	PIN          verbs.PIN          `cmd:"" help:"PINs."`
	Digital      verbs.Digital      `cmd:"" help:"Digital keys: phones that open doors, with or without the hub."`
	APIKey       verbs.APIKey       `cmd:"" name:"apikey" help:"Keys with which programs use the API on the network."`
	Group        verbs.Group        `cmd:"" help:"Access groups: people, doors and a schedule."`
	Passback     verbs.Passback     `cmd:"" help:"Where people are, for doors with passback."`
	Guest        verbs.Guest        `cmd:"" help:"People with an end, a PIN and a text to send."`
	Pod          verbs.Pod          `cmd:"" help:"Companies in a shared building: their doors, members and guests."`
	Booking      verbs.Booking      `cmd:"" help:"Rooms for a time, and what became of it."`
	Activate     verbs.Activate     `cmd:"" help:"Choose your PIN for this IQ, with the code from an admin."`
	IQPIN        verbs.IQPIN        `cmd:"" name:"iq-pin" help:"People's PINs for this IQ."`
	Installer    verbs.Installer    `cmd:"" help:"What installers may do on a released site."`
	Site         verbs.Site         `cmd:"" help:"The site as a file; - is standard input and output."`
	Subscription verbs.Subscription `cmd:"" help:"What the site was sold, who has a slot of it, and until when."`
	Schedule     verbs.Schedule     `cmd:"" help:"Schedules, and when they open."`
	Repeater     verbs.Repeater     `cmd:"" help:"Radios on other boxes."`
	Version      versionCmd         `cmd:"" help:"Which release this is."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr, os.Environ()})
	stop()
	os.Exit(code)
}

// run is the whole program, so that a test can be main.
func run(ctx context.Context, args []string, io stdio) (code int) {
	asked := -1 // kong asks for an exit after --help
	p := commands(io, func(n int) { asked = n })
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := p.Parse(args)
	if asked >= 0 {
		return asked
	}
	if err != nil {
		fmt.Fprintf(io.err, "localiq: %v. See: localiq --help\n", err)
		return exitUsage
	}
	a := &app{io, ctx, slog.New(slog.NewTextHandler(io.err, nil))}
	return exitCode(io.err, k.Run(a, &verbs.Desk{Ctx: ctx, In: io.in, Out: io.out, Err: io.err, Open: a.open, Look: look}))
}

// commands panics where the tags of a command are wrong: every test would.
func commands(io stdio, exit func(int)) *kong.Kong {
	return kong.Must(&cli{}, kong.Name("localiq"), kong.Vars{"data": defaultData(), "phone": defaultPhone()}, kong.Writers(io.out, io.err), kong.Exit(exit),
		kong.Description("The hub of a site's door locks, in one box and without a cloud. Try: localiq demo"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError())
}

func exitCode(w io.Writer, err error) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return 0
	}
	if own := exit(0); errors.As(err, &own) {
		return int(own)
	}
	if errors.Is(err, verbs.ErrCannot) {
		return exitCannot
	}
	fmt.Fprintln(w, "localiq:", err)
	var e *core.Error
	switch {
	case errors.Is(err, api.ErrNoHub):
		return exitNoHub
	case !errors.As(err, &e):
		return exitFailed
	case e.Code == core.CodeRequest:
		return exitUsage
	case e.MayHaveSucceeded():
		return exitUnknown
	case e.Code == core.CodeHubAway:
		return exitNoHub
	}
	return exitFailed
}

// open reaches the hub of a place. Where none runs it opens the store itself, with a hub
// that has no radio.
func (a *app) open(p verbs.Place, create bool) (verbs.Hub, func(), error) {
	c, err := api.Dial(p.Sock())
	if err == nil {
		return c, func() {}, nil
	}
	_, none := os.Stat(filepath.Join(p.Data, "site.db"))
	if !errors.Is(err, api.ErrNoHub) || none != nil && !create {
		return nil, nil, err
	}
	s, err := a.openStore(p.Data)
	if err != nil {
		return nil, nil, err
	}
	h, err := a.newHub(s, hub.Config{Driver: hub.NoAir{}, Clock: clock.Real(), Offline: true})
	if err != nil {
		return nil, nil, errors.Join(err, s.Close())
	}
	ctx, cancel := context.WithCancel(a.ctx)
	over := make(chan error, 1)
	go func() { over <- h.Run(ctx) }()
	return h.Box(), func() { cancel(); <-over; s.Close() }, nil
}

// openStore has a child process look at the database first: a damaged one can take its reader
// down with it.
func (a *app) openStore(dir string) (*store.Store, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return store.Open(dir, store.Options{CheckFirst: store.InChild(a.ctx, self, "check")})
}

// newHub is a hub over a store, with whatever air and faces are in c.
func (a *app) newHub(s *store.Store, c hub.Config) (*hub.Hub, error) {
	site, err := s.Load()
	if err != nil {
		return nil, err
	}
	if why := s.Restored(); why != "" {
		a.log.Warn(why)
	}
	if c.Ledger == nil { // else it is somebody's rehearsal, with a card of its own
		c.Ledger, c.Disk = s, s.Disk
	}
	c.Site, c.Private, c.Version, c.Log, c.Sign = site, s, version, a.log, signer(s)
	return hub.New(c), nil
}

// seats are those of the box's own socket.
func seats(h *hub.Hub) api.Seats {
	return api.AtBox(h.Box(), func(as core.PersonID) (api.Hub, *core.Error) { return h.Seat(core.FromCLI, as) })
}

// consoleCmd is `localiq console`, and what is done about the console from afar.
type consoleCmd struct {
	Here screenCmd `cmd:"" default:"withargs" hidden:"" help:"The console on a running hub."`
	verbs.Consoles
	HostKey hostKeyCmd `cmd:"" help:"The key by which people know this box over SSH."`
}

type screenCmd struct {
	verbs.Place
	Lang string `placeholder:"en|de" help:"The language (default: what LC_ALL or LANG says)."`
	As   string `placeholder:"NAME" help:"What this person sees of it, and may (default: the box's own authority)."`
}

func (c *screenCmd) Run(a *app) error {
	h, err := api.Dial(c.Sock())
	if err != nil {
		return err
	}
	return a.console(a.ctx, h.As(core.PersonID(c.As)), core.PersonID(c.As), c.Lang)
}

func (a *app) console(ctx context.Context, h tui.Hub, as core.PersonID, lang string) error {
	d := core.Display{Language: lang}
	if err := d.Check(); err != nil {
		return err
	}
	return tui.Run(ctx, h, tui.Options{In: a.in, Out: a.out, Env: a.env, As: as, Display: d})
}

type checkCmd struct {
	File string `arg:"" type:"path"`
}

// Run speaks to store.InChild and to nobody else.
func (c *checkCmd) Run(a *app) error {
	err := store.Check(c.File)
	if err != nil {
		fmt.Fprintln(a.out, err)
	}
	return exit(store.Exit(err))
}

// exit is a command's own exit code; nothing is printed for it.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

type versionCmd struct {
	JSON bool `help:"One JSON object."`
}

func (c *versionCmd) Run(a *app) error {
	if c.JSON {
		return json.NewEncoder(a.out).Encode(map[string]string{"version": version, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH})
	}
	_, err := fmt.Fprintln(a.out, "localiq", version)
	return err
}

// defaultData is a place that this user may write to.
func defaultData() string {
	if os.Geteuid() == 0 {
		return "/var/lib/localiq"
	}
	if s := os.Getenv("XDG_STATE_HOME"); s != "" {
		return filepath.Join(s, "localiq")
	}
	home, _ := os.UserHomeDir()
	return filepath.Join(home, ".local", "state", "localiq")
}
