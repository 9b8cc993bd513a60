package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"localiq/core"
	"localiq/hub/rehearse"
	"localiq/store"
)

// rehearseCmd is `localiq rehearse`: the site twin of docs/rehearse.md.
type rehearseCmd struct {
	File string    `arg:"" type:"existingfile" help:"A site file; its section rehearsal says what the days are to be like, and what it does not say is made up."`
	With string    `type:"existingfile" help:"Another file with a section rehearsal, in place of the site file's own."`
	Days int       `default:"14" help:"How many days, 1 to 400."`
	From core.Date `help:"The first of them, as 2026-11-23 (default: today)."`
	Seed uint64    `default:"1" help:"The same file and the same seed make the same days."`
	JSON bool      `help:"The report as one JSON object."`
	Keep string    `type:"path" help:"Leave the store of these days here, for events and replay (default: it goes)."`
}

func (c *rehearseCmd) Run(a *app) error {
	if c.Days < 1 || c.Days > rehearse.MaxDays {
		return core.Errorf(core.CodeRequest, "--days is %d", c.Days).Advise(fmt.Sprintf("it must be 1 to %d", rehearse.MaxDays))
	}
	yaml, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	script := yaml
	if c.With != "" {
		if script, err = os.ReadFile(c.With); err != nil {
			return err
		}
	}
	dir, gone, err := c.place()
	if err != nil {
		return err
	}
	defer gone()
	a.log = slog.New(slog.DiscardHandler) // what befalls the hub is in the report
	s, err := store.Open(dir, store.Options{Keep: 1 << 30})
	if err != nil {
		return err
	}
	t, err := a.newTwin(s, c, yaml, script)
	if err == nil {
		err = t.live(a.ctx, c.progress(a))
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	return c.tell(a.out, t.report(a.ctx.Err() != nil))
}

// place is a new directory, and what removes it if it is nobody's.
func (c *rehearseCmd) place() (dir string, gone func(), err error) {
	if c.Keep == "" {
		dir, err = os.MkdirTemp("", "localiq-rehearse-")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	if _, err := os.Stat(filepath.Join(c.Keep, "site.db")); err == nil {
		return "", nil, core.Errorf(core.CodeRequest, "there is a site in %s already", c.Keep).Advise("name a new directory with --keep")
	}
	return c.Keep, func() {}, nil
}

// progress is told at which day it is. Only a person at a terminal reads it.
func (c *rehearseCmd) progress(a *app) func(day int) {
	f, ok := a.err.(*os.File)
	if !ok {
		return func(int) {}
	}
	if st, err := f.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return func(int) {}
	}
	return func(day int) {
		if day > c.Days {
			fmt.Fprint(f, "\r\x1b[K")
			return
		}
		fmt.Fprintf(f, "\rDay %d of %d ", day, c.Days)
	}
}

func (c *rehearseCmd) tell(w io.Writer, r rehearse.Report) error {
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	for _, l := range r.Text() {
		if _, err := fmt.Fprintln(w, l); err != nil {
			return err
		}
	}
	return nil
}

// from is the first day: today on the site's clock, if nobody says.
func (c *rehearseCmd) from(z *time.Location) core.Date {
	if c.From != 0 {
		return c.From
	}
	return core.DateOf(time.Now().In(z))
}

// background is a context that ends when over is called, and not with the console's Ctrl-C: the
// rehearsal ends in order, on its own clock.
func background(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(context.WithoutCancel(ctx))
}
