package verbs

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"localiq/core"
)

// Place is where a hub lives: the flags that every verb has.
type Place struct {
	Data   string `help:"Directory of the site's data." type:"path" default:"${data}" env:"LOCALIQ_DATA"`
	Socket string `help:"Unix socket of the hub (default: localiq.sock in the data directory)." type:"path"`
}

// Sock is the socket's path.
func (p Place) Sock() string {
	if p.Socket != "" {
		return p.Socket
	}
	return filepath.Join(p.Data, "localiq.sock")
}

// Desk is what a verb works at.
type Desk struct {
	Ctx context.Context
	In  io.Reader
	Out io.Writer
	Err io.Writer
	// Open reaches the hub of a place, or opens its store where none runs; create makes an empty
	// site where there is none.
	Open func(p Place, create bool) (Hub, func(), error)
	// Look tells of every hub on the local network until the context ends, of one again where it
	// changed.
	Look func(context.Context, func(Box)) error
	// Afar is who sits at the desk over SSH; nil: somebody at the box. From afar no file of the box is
	// read or written.
	Afar *core.Login
}

// ownFile refuses a file of the box to whoever is not at it.
func (d *Desk) ownFile(name string) error {
	if d.Afar == nil || name == "-" {
		return nil
	}
	return core.Errorf(core.CodeRequest, "no file of the box is opened from afar").Advise("write - and send it: ssh … < FILE, or ssh … > FILE")
}

// ErrCannot is `explain` saying no: an answer, and yet a script wants to know.
var ErrCannot = errors.New("cannot open")

func (d *Desk) at(p Place, json bool, f func(Verbs) error) error { return d.with(p, false, json, f) }

func (d *Desk) with(p Place, create, json bool, f func(Verbs) error) error {
	h, done, err := d.Open(p, create)
	if err != nil {
		return err
	}
	defer done()
	v := Verbs{Hub: h, Out: d.Out, JSON: json}
	err = f(v)
	if e, told := errors.AsType[*core.Error](err); told && json {
		_ = v.json(core.Told{Error: e}) // a script reads the number (docs/errors.md)
	}
	return err
}

// Events is `localiq events`.
type Events struct {
	Place
	Follow bool   `short:"f" help:"Go on with what comes."`
	Since  string `help:"After this event number, or no older than 2h, or than 2026-11-22T08:00 on the site's clock (default: the last 50)."`
	JSON   bool   `help:"One JSON object a line."`
}

func (c *Events) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.EventsSince(d.Ctx, c.Since, c.Follow) })
}
