package verbs

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
	"localiq/tui/internal/texts"
)

// Tag is `localiq tag …`.
type Tag struct {
	Assign  TagAssign  `cmd:"" help:"Give a tag, by its number or by showing it: localiq tag assign --who Ana --at Front"`
	List    TagList    `cmd:"" help:"Whose tags there are, and which locks hold each: localiq tag list"`
	Block   TagBlock   `cmd:"" help:"Block one tag, alone and at once: localiq tag block Ana --lost"`
	Unblock TagUnblock `cmd:"" help:"It was found: localiq tag unblock Ana"`
	Return  TagReturn  `cmd:"" help:"It was given back, and can be somebody else's: localiq tag return Ana"`
}

type TagAssign struct {
	Change
	Span
	Who    string        `required:"" help:"The person, by name or id."`
	Number string        `arg:"" optional:"" help:"The tag's number in hex; - to type it unseen by your shell's history."`
	At     string        `placeholder:"DOOR" help:"The door at whose reader it will be shown."`
	For    time.Duration `placeholder:"TIME" help:"How long to wait for it there (default: 30s)."`
}

func (c *TagAssign) Run(d *Desk) (err error) {
	if (c.Number == "") == (c.At == "") {
		return core.Errorf(core.CodeRequest, "give the tag's number, or the door at which it will be shown").Advise("localiq tag assign --who NAME 04A1B2C3, or --at DOOR")
	}
	w := core.AssignTag{Who: core.PersonID(c.Who), At: core.DoorID(c.At), For: c.For}
	if w.Number, err = d.secret(c.Number, "Tag: "); err != nil {
		return err
	}
	if c.At != "" && !c.DryRun {
		fmt.Fprintln(d.Err, "Hold the tag to the reader of "+plain.Clean(c.At)+" now.")
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		from, until, err := c.Span.of(d.Ctx, v)
		if err != nil {
			return err
		}
		w.From, w.Until = orZero(from), orZero(until)
		return v.changes(d.Ctx, w, c.DryRun, "The tag is given.")
	})
}

func orZero(at *int64) int64 {
	if at == nil {
		return 0
	}
	return *at
}

// One names one key.
type One struct {
	Key string `arg:"" help:"The key's id, a tag's number, or the person who has no other."`
}

func (o One) of(k core.KeyKind) core.KeyWords { return core.KeyWords{Kind: k, Name: o.Key} }

// Why are the flags of what became of a thing whose key is blocked.
type Why struct {
	Lost   bool `xor:"why" help:"It was lost."`
	Stolen bool `xor:"why" help:"It was stolen."`
}

func (w Why) state() core.KeyState {
	switch {
	case w.Lost:
		return core.KeyLost
	case w.Stolen:
		return core.KeyStolen
	}
	return core.KeyBlocked
}

type TagList struct{ Find }

func (c *TagList) Run(d *Desk) error {
	return c.listed(d, core.ListKeys{Kind: core.KeyTag, Filter: c.Filter, Page: c.page()}, "No tags. Give one: localiq tag assign --who NAME --at DOOR", listedKeys)
}

func listedKeys(l core.Listed, z *time.Location) (out []string) {
	for _, k := range l.Keys {
		out = append(out, strings.Join(keyLines(k, z), ""))
	}
	return out
}

// keyLines is a key, its state and where it is.
func keyLines(k core.KeyRow, z *time.Location) []string {
	line := fmt.Sprintf("%-14s  %-24s  %s, %s%s", k.ID, k.PersonName, plain.KeyWord(texts.English, k.Kind), k.State, plain.Span(texts.English, k.From, k.Until, z))
	if k.Uses > 0 {
		line += fmt.Sprintf(", good for %d openings", k.Uses)
	}
	return []string{line + plain.Plus("; ", plain.AtDoors(texts.English, k.Doors, z))}
}

type TagBlock struct {
	Change
	One
	Why
}

func (c *TagBlock) Run(d *Desk) error {
	return c.does(d, core.ChangeKey{Key: c.of(core.KeyTag), State: c.state()}, "Blocked.")
}

type TagUnblock struct {
	Change
	One
}

func (c *TagUnblock) Run(d *Desk) error {
	return c.does(d, core.ChangeKey{Key: c.of(core.KeyTag), State: core.KeyActive}, "Not blocked any more.")
}

type TagReturn struct {
	Change
	One
}

func (c *TagReturn) Run(d *Desk) error {
	return c.does(d, core.RemoveKey{Key: c.of(core.KeyTag)}, "Given back.")
}
