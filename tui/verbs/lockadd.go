package verbs

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

type LockAdd struct {
	Place
	Door string `required:"" help:"The door that the lock is on; a new one is made where there is none of that name."`
	Code string `default:"-" help:"The setup code; - asks for it."`
	Nuki string `placeholder:"ID" help:"The lock is a Nuki with this ID; its admin PIN is asked for."`
	JSON bool   `help:"One JSON object."`
}

// Help shows what a code looks like.
func (*LockAdd) Help() string {
	return `A Local IQ lock has its setup code on its label:

	LIQ1-0000-0000-0000-0000-0000-0000-0000-0000-0000

Small letters do, and so do blanks for the hyphens or none at all.

A Nuki is named by its ID, the 8 characters after "Nuki_" in the name that a phone shows; behind it
stands the admin PIN that was set in its app, 4 digits, or 6 on the newer locks:

	nuki 2F3A6B01
	nuki 2F3A6B01 0000

Without the PIN it is opened, locked and watched, but its history is not read and no codes are
brought to its keypad; it can be given later: localiq lock pin. To pair, hold the lock's button for 5
seconds until its ring lights; pairing must be allowed in its app.

What is typed is asked for without an echo; a script writes it to standard input.`
}

// anyCode is how the codes begin that some family of locks reads, with what people mistype in them.
var anyCode = regexp.MustCompile(`(?i)^\s*(nuki|[li1][-\s]*[li1][-\s]*q[-\s]*[li1])`)

func (c *LockAdd) code(d *Desk) (string, error) {
	if c.Nuki == "" {
		code, err := d.secret(c.Code, "Setup code (LIQ1-…, or nuki and its ID): ")
		if err == nil && !anyCode.MatchString(code) {
			err = core.Errorf(core.CodeInvalid, "this is no setup code").
				Advise("a Local IQ lock's begins with LIQ1 and stands on its label; a Nuki's is the word nuki, then its ID: localiq lock add --help")
		}
		return code, err
	}
	if c.Code != "-" {
		return "", core.Errorf(core.CodeRequest, "--nuki and --code name two locks").Advise("write one of them")
	}
	pin, err := d.secret("-", "Admin PIN of the Nuki (4 or 6 digits; Enter alone: none): ")
	return "nuki " + c.Nuki + " " + pin, err
}

func (c *LockAdd) Run(d *Desk) error {
	code, err := c.code(d)
	if err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		if !c.JSON {
			fmt.Fprintln(d.Err, looking(code))
		}
		return v.LockAdd(d.Ctx, code, c.Door)
	})
}

// looking is what hands have to do meanwhile.
func looking(code string) string {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(code)), "nuki") {
		return "Looking for the lock… Hold its button for 5 s, until its ring lights."
	}
	return "Looking for the lock… Hold its button until it blinks."
}

// LockAdd pairs the lock that a setup code names and fits it to a door.
func (v Verbs) LockAdd(ctx context.Context, code, door string) error {
	t, err := v.ask(ctx, core.PairLock{Code: code, DoorName: door})
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	out := []string{fmt.Sprintf("Lock %s (%s, serial %s) is ours and is fitted to %s.", t.Lock.ID, plain.Model(*t.Lock), t.Lock.Serial, t.Door.Name)}
	if cannot := t.Lock.Lacks.Say(); len(cannot) > 0 {
		out = append(append(out, "What this lock cannot do:"), cannot...)
		for i := range cannot {
			out[2+i] = "  " + out[2+i]
		}
	}
	out = append(out, t.Report...)
	if t.Shown != "" {
		out = append(out, strings.Split(t.Shown, "\n")...)
	}
	key := "present a tag"
	if t.Lock.Lacks.Has(core.LackTags) {
		key = "turn it by hand"
	}
	return v.lines(append(out, "Try it: "+key+" and look at `localiq events`.")...)
}
