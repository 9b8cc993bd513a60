package verbs

import (
	"context"
	"fmt"
	"slices"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Status is `localiq status`: the site in a few lines.
type Status struct {
	Place
	JSON bool `help:"One JSON object."`
}

func (c *Status) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.Status(d.Ctx) })
}

// Doors is `localiq doors`.
type Doors struct {
	Place
	JSON bool `help:"One JSON array."`
}

func (c *Doors) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.Doors(d.Ctx) })
}

// Ack is `localiq ack`.
type Ack struct {
	Place
	Event uint64 `arg:"" help:"The number of the event that raised the alert: localiq status lists them."`
	JSON  bool   `help:"One JSON object."`
}

func (c *Ack) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.Ack(d.Ctx, core.Seq(c.Event)) })
}

// raised is an alert that stands, with its door; none for the hub's own.
type raised struct {
	Door  core.DoorID `json:"door,omitempty"`
	Name  string      `json:"name,omitempty"`
	Event core.Seq    `json:"event"`
	core.Alert
}

func raisedIn(s *core.Snapshot) []raised {
	out := []raised{}
	for _, a := range s.Hub.Alerts {
		out = append(out, raised{Event: a.Seq, Alert: a})
	}
	for _, c := range s.Doors {
		for _, a := range c.State.Alerts {
			out = append(out, raised{c.Door.ID, c.Door.Name, a.Seq, a})
		}
	}
	return out
}

// Status writes what one looks at first: the site, the hub, what is wrong.
func (v Verbs) Status(ctx context.Context) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	alerts := raisedIn(s)
	if v.JSON {
		return v.json(struct {
			Site      string      `json:"site"`
			Hub       core.HubID  `json:"hub"`
			Version   string      `json:"version"`
			Time      string      `json:"time"`
			Trust     core.Trust  `json:"trust"`
			Released  bool        `json:"released"`
			Doors     int         `json:"doors"`
			Locks     int         `json:"locks"`
			People    int         `json:"people"`
			Health    core.Health `json:"health"`
			Alerts    []raised    `json:"alerts"`
			LastEvent core.Seq    `json:"lastEvent"`
		}{s.Settings.Name, s.Hub.ID, s.Hub.Version, s.Now.In(zone(s)).Format("2006-01-02T15:04:05Z07:00"), s.Now.Trust, !s.Settings.Installing,
			len(s.Doors), s.Locks, s.People, s.Health, alerts, s.Seq})
	}
	out := []string{fmt.Sprintf("%s: hub %s, version %s, %s", siteName(s.Settings.Name), s.Hub.ID, s.Hub.Version, s.Now.In(zone(s)).Format("Mon 2 Jan 15:04:05 MST")),
		fmt.Sprintf("%s, %s, %s; the last event is #%d", plain.Count(len(s.Doors), "door"), plain.Count(s.Locks, "lock"), plural(s.People, "person", "people"), s.Seq)}
	if s.Settings.Installing {
		out = append(out, "The site is not released: nobody's keys open but those of installers.")
	}
	if s.Health.StoreError != "" {
		out = append(out, "THE DISK CANNOT BE WRITTEN: "+s.Health.StoreError)
	} else if s.Health.StoreStalled {
		out = append(out, "THE DISK DOES NOT ANSWER.")
	}
	for _, a := range alerts {
		out = append(out, alertText(a, s))
	}
	if len(alerts) == 0 {
		out = append(out, "No alert is raised.")
	}
	return v.lines(out...)
}

func siteName(site string) string {
	if site == "" {
		return "A site without a name"
	}
	return site
}

func alertText(a raised, s *core.Snapshot) string {
	name := a.Name
	if a.Door == "" {
		name = "the hub"
	}
	line := fmt.Sprintf("%s: %s, for %s, #%d", name, a.Kind.Say(), plain.Age(s.Now, a.Since), a.Event)
	if !a.Acked.IsZero() {
		return line + ", acknowledged by " + a.By
	}
	return line + ", not acknowledged: ack " + fmt.Sprint(a.Event)
}

// Doors writes one door a line: what it is, since when, and what is wrong.
func (v Verbs) Doors(ctx context.Context) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(append([]core.DoorCard{}, s.Doors...))
	}
	if len(s.Doors) == 0 {
		return v.lines("No doors yet: localiq lock add --door NAME")
	}
	for _, c := range s.Doors {
		line := fmt.Sprintf("%-16s  no lock", c.Door.Name)
		if c.Lock != nil {
			line = fmt.Sprintf("%-16s  bolt %s%s, door %s%s, battery %s, %s", c.Door.Name, said(c.State), toldWords(c.State.Reported.At, s.Now),
				c.State.Reported.Contact, openedWords(c, s.Now), percent(c.State.Reported.Battery), heard(c, s.Now))
		}
		if c.State.Office.On {
			line += ", office mode " + officeWords(c, zone(s))
		}
		for _, a := range c.State.Alerts {
			line += fmt.Sprintf(", %s #%d", a.Kind.Say(), a.Seq)
		}
		if err := v.lines(line); err != nil {
			return err
		}
	}
	return nil
}

// Ack acknowledges the alert that an event raised.
func (v Verbs) Ack(ctx context.Context, event core.Seq) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	alerts := raisedIn(s)
	i := slices.IndexFunc(alerts, func(a raised) bool { return a.Event == event })
	if i < 0 {
		return core.Errorf(core.CodeNotFound, "no alert of event #%d stands", event).Advise("see: localiq status")
	}
	return v.change(ctx, core.AckAlert{Door: alerts[i].Door, Kind: alerts[i].Kind}, "Acknowledged.")
}
