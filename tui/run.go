package tui

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"localiq/core"
	"localiq/tui/internal/texts"
)

// Hub is what a console needs of the hub, wherever it runs.
type Hub interface {
	// Watch sends the newest snapshot at once, on every change, and at least once a second.
	Watch(ctx context.Context) <-chan *core.Snapshot
	// Lines are event lines with Seq > since, oldest first, of about n inputs; n < 0: of the
	// last -n inputs.
	Lines(ctx context.Context, since core.Seq, n int) ([]core.Line, error)
	// Ask blocks until the wish is answered.
	Ask(ctx context.Context, a core.Asked) core.Told
}

// Options of a console. The zero value is this process's own terminal.
type Options struct {
	In            io.Reader         // nil: stdin
	Out           io.Writer         // nil: stdout
	Env           []string          // of the terminal's side; nil: our own
	Width, Height int               // where Out is no terminal of ours; 0: 80x24
	Resized       <-chan Size       // and where it becomes another size; nil: never
	Glyphs        Glyphs            // zero: chosen by Env
	Display       core.Display      // where it is not said here, chosen by Glyphs and Env
	Key           core.ConsoleKeyID // of SSH, for which the hub remembers what is chosen here; "": nobody does
	Origin        core.OriginKind
	Who           string        // who sits there, for the record
	As            core.PersonID // under whose authority; "": the box's own
	Role          core.Role     // of As
}

// Size of a terminal, in cells.
type Size struct{ Width, Height int }

// Run shows the console until the person leaves it or ctx ends, and gives the terminal back as
// it was. Both ends are nil. A terminal that stops reading holds up this console alone, and not
// even its end.
func Run(ctx context.Context, hub Hub, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	o = o.filled()
	_, err := tea.NewProgram(newModel(ctx, hub, o), o.program(ctx)...).Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("tui: %w", err)
	}
	return nil
}

func newModel(ctx context.Context, hub Hub, o Options) *model {
	m := &model{ctx: ctx, hub: hub, news: follow(ctx, hub), ui: newUI(o.Glyphs), key: o.Key,
		sizes: o.Resized, origin: core.Origin{Kind: o.Origin, Who: o.Who, As: o.As, Request: rand.Text()}}
	m.ui.Admin, m.ui.Owner, m.ui.Acts = o.admin(), o.As == "" || o.Role == core.RoleOwner, o.acts()
	m.ui.resize(o.Width, o.Height)
	return m
}

func (o Options) filled() Options {
	if o.Env == nil {
		o.Env = os.Environ()
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if g, ok := signSets[o.Display.Signs]; ok {
		g.Language, o.Glyphs = o.Glyphs.Language, g
	}
	if o.Glyphs.Name == "" {
		o.Glyphs = GlyphsFor(o.Env)
	}
	if o.Glyphs.Language == texts.English {
		o.Glyphs.Language = texts.For(o.Display.Language, o.Env)
	}
	if o.Origin == core.FromHub {
		o.Origin = core.FromConsole
	}
	if o.Width <= 0 || o.Height <= 0 {
		o.Width, o.Height = 80, 24
	}
	o.Width, o.Height = min(o.Width, maxW), min(o.Height, maxH)
	return o
}

func (o Options) program(ctx context.Context) []tea.ProgramOption {
	opts := []tea.ProgramOption{
		tea.WithContext(ctx),
		tea.WithoutSignalHandler(), // SIGTERM is for the whole process, not for one console
		tea.WithEnvironment(o.Env),
		tea.WithOutput(newOutlet(ctx, o.Out)),
		tea.WithWindowSize(o.Width, o.Height),
		tea.WithColorProfile(profile(o.Env)),
		tea.WithFilter(sane),
	}
	if o.In != nil {
		opts = append(opts, tea.WithInput(o.In))
	}
	return opts
}

// profile is sixteen colours, or none. Bold and reverse stay without colours too.
func profile(env []string) colorprofile.Profile {
	if p := colorprofile.Env(env); p < colorprofile.ANSI {
		return colorprofile.ASCII
	}
	return colorprofile.ANSI
}

// sane holds what a terminal claims to what can be drawn, keeps sixteen colours, and does not
// let a console stop the process that serves others.
func sane(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width <= 0 || msg.Height <= 0 {
			msg.Width, msg.Height = 80, 24
		}
		return tea.WindowSizeMsg{Width: min(msg.Width, maxW), Height: min(msg.Height, maxH)}
	case tea.SuspendMsg, tea.CapabilityMsg:
		return nil
	}
	return msg
}

// rewatch is the pause before a hub that hung up is watched again.
const rewatch = time.Second

// news is what a console hears of its hub: the newest snapshot, that the hub hung up, or both
// in this order.
type news struct {
	snap   *core.Snapshot
	hungUp bool
}

// follow hands on the newest snapshot, and says at once when the hub hangs up. It always reads:
// a slow terminal never holds up the one who publishes. It ends, and closes the channel, with
// ctx.
func follow(ctx context.Context, hub Hub) <-chan news {
	out := make(chan news, 1)
	go func() {
		defer close(out)
		for ctx.Err() == nil {
			for s := range hub.Watch(ctx) {
				select {
				case <-out:
				default:
				}
				out <- news{snap: s}
			}
			last := news{}
			select {
			case last = <-out: // not read yet: it is still the newest
			default:
			}
			out <- news{last.snap, true}
			select {
			case <-ctx.Done():
			case <-time.After(rewatch):
			}
		}
	}()
	return out
}
