package verbs

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Subscription is `localiq subscription …`.
type Subscription struct {
	Show        SubscriptionShow `cmd:"" help:"What the site may use, until when, and who has no slot."`
	Redeem      Redeem           `cmd:"" help:"Redeem a voucher: localiq subscription redeem voucher.txt --dry-run."`
	Subscribe   Subscribe        `cmd:"" help:"Give people slots: localiq subscription subscribe \"Ana Novak\"."`
	Unsubscribe Unsubscribe      `cmd:"" help:"Take slots away. Who has none opens nothing, and is taken off the locks."`
	Dealer      Dealer           `cmd:"" help:"Whose vouchers this site takes."`
}

type SubscriptionShow struct {
	Place
	Filter string `placeholder:"TEXT" help:"Of the people without a slot, those whose name has this in it."`
	JSON   bool   `help:"One JSON object."`
}

func (c *SubscriptionShow) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.SubscriptionShow(d.Ctx, c.Filter) })
}

// SubscriptionShow writes it, with the site's own eight digits, which a dealer may want.
func (v Verbs) SubscriptionShow(ctx context.Context, filter string) error {
	t, err := v.ask(ctx, core.ShowSubscription{})
	if err != nil {
		return err
	}
	s := *t.Subscribed
	s.Outside = holding(s.Outside, filter)
	if v.JSON {
		return v.json(s)
	}
	snap, err := v.newest(ctx)
	if err != nil {
		return err
	}
	out := append(shown(&s, zone(snap), snap.Now.Wall), "Site         "+string(s.Site))
	for _, who := range s.Outside {
		out = append(out, "No slot      "+who)
	}
	for _, r := range s.Vouchers {
		out = append(out, "Redeemed     "+time.Unix(0, r.Redeemed).In(zone(snap)).Format("2 Jan 2006 15:04")+"  "+sold(r)+"  "+string(r.ID))
	}
	for _, d := range s.Dealers {
		out = append(out, "Dealer       "+d.Name+"  "+string(d.ID))
	}
	return v.lines(out...)
}

func holding(names []string, filter string) (out []string) {
	for _, n := range names {
		if strings.Contains(strings.ToLower(n), strings.ToLower(filter)) {
			out = append(out, n)
		}
	}
	return out
}

func shown(s *core.Subscribed, z *time.Location, now int64) []string {
	until := "for ever"
	if s.Until != 0 {
		end := time.Unix(0, s.Until).In(z).Format("2 Jan 2006 15:04")
		until = "until " + end + ", " + plain.Count(int((s.Until-now+int64(24*time.Hour)-1)/int64(24*time.Hour)), "day") + " more"
		if s.Ended {
			until = "ENDED on " + end + ": this IQ answers no lock and gives no right until a voucher is redeemed"
		}
	}
	used := fmt.Sprintf("%d taken", s.Used)
	if s.Users != 0 {
		used += fmt.Sprintf(", %d free", max(0, s.Users-s.Used))
	}
	return []string{"Subscription " + s.Say() + ", " + until, "Slots        " + used}
}

type Redeem struct {
	Place
	Text   string `arg:"" help:"The voucher: a file, the text itself, or - for standard input."`
	DryRun bool   `help:"Only tell what would come of it."`
	Yes    bool   `help:"Also where the site has less by it."`
	JSON   bool   `help:"One JSON object."`
}

func (c *Redeem) Run(d *Desk) error {
	text, err := d.voucherText(c.Text)
	if err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.Redeem(d.Ctx, core.Redeem{Text: text, Sure: c.Yes}, c.DryRun)
	})
}

// Redeem redeems a voucher, or tells what would come of it.
func (v Verbs) Redeem(ctx context.Context, w core.Redeem, dry bool) error {
	t := v.Hub.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI, As: v.As}, Wish: w, DryRun: dry})
	if t.Error != nil {
		return t.Error
	}
	if v.JSON {
		return v.json(t)
	}
	snap, err := v.newest(ctx)
	if err != nil {
		return err
	}
	out := shown(t.Subscribed, zone(snap), snap.Now.Wall)
	if n := t.Subscribed.Carried; n > 0 {
		out = append(out, "Carried      "+plain.Count(n, "day")+" of the subscription before, in it already")
	}
	for _, who := range t.Unsubscribed {
		out = append(out, "Loses a slot "+who)
	}
	if dry {
		return v.lines(append(out, "Nothing was changed: this was a dry run.")...)
	}
	if err := v.lines(append([]string{"Redeemed."}, out...)...); err != nil {
		return err
	}
	return v.toHear(ctx)
}

// Subscribe and Unsubscribe name people as they are called.
type Subscribe struct {
	Place
	Who  []string `arg:"" help:"People, by first and last name or id."`
	JSON bool     `help:"One JSON object."`
}

func (c *Subscribe) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, slotsOf(c.Who, false), "Subscribed.") })
}

type Unsubscribe struct {
	Place
	Who  []string `arg:"" help:"People, by first and last name or id."`
	JSON bool     `help:"One JSON object."`
}

func (c *Unsubscribe) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, slotsOf(c.Who, true), "Unsubscribed: they open nothing.")
	})
}

func slotsOf(who []string, off bool) core.Subscribe {
	w := core.Subscribe{Off: off}
	for _, n := range who {
		w.People = append(w.People, core.PersonID(n))
	}
	return w
}

// Dealer is `localiq subscription dealer …`.
type Dealer struct {
	Add    DealerAdd    `cmd:"" help:"Take a dealer's vouchers: localiq subscription dealer add acme.key.pub --name Acme."`
	Remove DealerRemove `cmd:"" help:"Take no more of a dealer's vouchers. What was redeemed stays."`
}

type DealerAdd struct {
	Place
	File string `arg:"" help:"The dealer's public key." type:"path"`
	Name string `help:"What to call them (default: as the file)."`
	JSON bool   `help:"One JSON object."`
}

func (c *DealerAdd) Run(d *Desk) error {
	b, err := d.read(c.File)
	if err != nil {
		return err
	}
	if c.Name == "" {
		c.Name = strings.TrimSuffix(strings.TrimSuffix(filepath.Base(c.File), ".pub"), ".key")
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, core.TrustDealer{Name: c.Name, Key: b}, "Kept.")
	})
}

type DealerRemove struct {
	Place
	Dealer string `arg:"" help:"By name or fingerprint."`
	JSON   bool   `help:"One JSON object."`
}

func (c *DealerRemove) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, core.DistrustDealer{Dealer: core.DealerID(c.Dealer)}, "Their vouchers are not taken any more.")
	})
}

// noSlots says, whatever was asked, who has no slot by it: never silently [sub.slots].
func noSlots(names []string) (out []string) {
	for _, who := range names {
		out = append(out, "NOT SUBSCRIBED: "+who+" opens nothing, because no slot of the subscription is left: localiq subscription show")
	}
	return out
}
