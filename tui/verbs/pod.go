package verbs

import (
	"fmt"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Pod is `localiq pod …`.
type Pod struct {
	Add    PodAdd    `cmd:"" help:"Add a pod with its doors and members: localiq pod add Acme --door Front,Lab --member \"Ana Novak\" --guests 5"`
	Change PodChange `cmd:"" help:"Change what is named and nothing else: localiq pod change Acme --join Bo --guests 8"`
	Remove PodRemove `cmd:"" help:"Remove a pod and its guests; its members stay: localiq pod remove Acme"`
	List   PodList   `cmd:"" help:"The pods, their doors, members and guests: localiq pod list"`
}

type PodAdd struct {
	Change
	Name   string   `arg:"" help:"The pod's name; no two have the same."`
	Door   []string `required:"" placeholder:"NAME" help:"A door of the pod; more: again, or with commas."`
	Member []string `required:"" placeholder:"NAME" help:"A member; one at least has an e-mail address."`
	Guests int      `placeholder:"N" help:"How many guests its members may have at once."`
}

func (c *PodAdd) Run(d *Desk) error {
	return c.does(d, core.AddPod{Name: c.Name, Doors: ids[core.DoorID](c.Door), Members: ids[core.PersonID](c.Member), Guests: c.Guests}, "Pod "+c.Name+" is added.")
}

type PodChange struct {
	Change
	Pod    string   `arg:"" help:"The pod, by name or id."`
	Rename *string  `placeholder:"NAME" help:"Its new name."`
	Guests *int     `placeholder:"N" help:"How many guests; not fewer than there are."`
	Door   []string `placeholder:"NAME" help:"A door to be the pod's as well."`
	Close  []string `placeholder:"NAME" help:"A door to be the pod's no more."`
	Join   []string `placeholder:"NAME" help:"A new member."`
	Leave  []string `placeholder:"NAME" help:"A member no more; they stay on the site."`
}

func (c *PodChange) Run(d *Desk) error {
	return c.does(d, core.ChangePod{Pod: core.PodID(c.Pod), Name: c.Rename, Guests: c.Guests, Open: ids[core.DoorID](c.Door), Shut: ids[core.DoorID](c.Close),
		Join: ids[core.PersonID](c.Join), Leave: ids[core.PersonID](c.Leave)}, "Changed.")
}

type PodRemove struct {
	Change
	Pod string `arg:"" help:"The pod, by name or id."`
	Yes bool   `help:"Do not ask."`
}

func (c *PodRemove) Run(d *Desk) error {
	if !c.DryRun {
		if err := d.sure(c.Yes, "Remove pod "+plain.Clean(c.Pod)+" and all its guests? Their names cannot be brought back.", "remove"); err != nil {
			return err
		}
	}
	return c.does(d, core.RemovePod{Pod: core.PodID(c.Pod)}, "Removed.")
}

type PodList struct {
	Place
	Filter string `placeholder:"TEXT" help:"Only what has this in its name, or in a member's."`
	JSON   bool   `help:"One JSON object."`
}

func (c *PodList) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		t, err := v.ask(d.Ctx, core.ListPods{Filter: c.Filter})
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(t.Pods)
		}
		var out []string
		for _, p := range t.Pods {
			out = append(out, fmt.Sprintf("%s  (%s)", p.Name, p.ID), "  doors    "+strings.Join(p.Doors, ", "), "  members  "+strings.Join(p.Members, ", "),
				fmt.Sprintf("  guests   %d of %d%s", len(p.Guests), p.Limit, colon(strings.Join(p.Guests, ", "))))
		}
		if len(out) == 0 {
			out = []string{"There is no pod. Add one: localiq pod add"}
		}
		return v.lines(out...)
	})
}

func colon(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}
