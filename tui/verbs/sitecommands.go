package verbs

import (
	"io"
	"os"

	"localiq/core"
	"localiq/core/durable"
)

// Site is `localiq site …`.
type Site struct {
	Import SiteImport `cmd:"" help:"Make the site what a file says. What the file does not name is dropped; locks never are."`
	Export SiteExport `cmd:"" help:"Write the site as a file that import takes back."`

	Release  SiteRelease  `cmd:"" help:"Hand a new site to its owner: until then it obeys this box alone."`
	Transfer SiteTransfer `cmd:"" help:"Make somebody else the owner."`
}

type SiteImport struct {
	Place
	File    string `arg:"" help:"YAML file; - reads standard input. With --from: a JSON file, or the folder of several."`
	From    string `enum:",salto-ks" default:"" help:"What exported it: salto-ks. Look with --dry-run first: it says what is not carried over."`
	DryRun  bool   `help:"Only tell what would change."`
	Yes     bool   `help:"Also where everything stops that works through an integration."`
	Consent bool   `help:"The site's owner has agreed that the people whom the file drops are removed for good; the box itself acts for the owner."`
	JSON    bool   `help:"One JSON object."`
}

// fileLimit is what the local protocol takes, in base64: more than ten thousand people need, and
// more than a lock's firmware is.
const fileLimit = 2900 << 10

func (c *SiteImport) Run(d *Desk) error {
	b, err := d.exported(c.File, c.From)
	if err != nil {
		return err
	}
	return d.with(c.Place, !c.DryRun, c.JSON, func(v Verbs) error {
		return v.Import(d.Ctx, core.ImportSite{YAML: b, From: c.From, DryRun: c.DryRun, Sure: c.Yes, Consent: c.Consent})
	})
}

func (d *Desk) read(name string) ([]byte, error) {
	in := d.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, fileLimit+1))
	if err == nil && len(b) > fileLimit {
		err = core.Errorf(core.CodeInvalid, "%s is over 2900 KiB: that is more than the hub takes", name)
	}
	return b, err
}

type SiteExport struct {
	Place
	File string `arg:"" default:"-" help:"File to write (mode 0600: it has names and tag numbers); - writes standard output."`
	At   string `help:"As it was after this event number, or at this instant on the site's clock."`
}

func (c *SiteExport) Run(d *Desk) error {
	return d.at(c.Place, false, func(v Verbs) error {
		at, err := v.point(d.Ctx, c.At)
		if err != nil {
			return err
		}
		y, err := v.Export(d.Ctx, at)
		if err != nil {
			return err
		}
		if c.File == "-" {
			_, err = d.Out.Write(y)
			return err
		}
		return durable.WriteFile(c.File, y) // one that others may read does not stay readable
	})
}
