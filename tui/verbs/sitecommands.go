package verbs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"localiq/core"
	"localiq/core/durable"
	"localiq/tui/internal/plain"
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
	File            string `arg:"" help:"YAML file; - reads standard input. With --from: a JSON file, or the folder of several."`
	From            string `enum:",salto-ks" default:"" help:"What exported it: salto-ks. Look with --dry-run first: it says what is not carried over."`
	DryRun          bool   `help:"Only tell what would change."`
	Yes             bool   `help:"Do not ask: what would change was seen, and is meant. For scripts."`
	Consent         bool   `help:"The site's owner has agreed that the people whom the file drops are removed for good; the box itself acts for the owner."`
	PassphraseStdin bool   `help:"Of a sealed file: typed unseen, or the first line of standard input."`
	JSON            bool   `help:"One JSON object."`
}

func (SiteImport) Help() string {
	return "Example: localiq site import site.yaml\nIt shows what would change and asks; all of it is done, or nothing. To another box: localiq site import moved.sealed --passphrase-stdin"
}

// fileLimit is what the local protocol takes, in base64: more than ten thousand people need, and
// more than a lock's firmware is.
const fileLimit = 5900 << 10

func (c *SiteImport) Run(d *Desk) error {
	phrase, err := d.passphrase(c.PassphraseStdin, false)
	if err != nil {
		return err
	}
	b, err := d.exported(c.File, c.From)
	if err != nil {
		return err
	}
	w := core.ImportSite{YAML: b, From: c.From, DryRun: c.DryRun, Sure: c.Yes, Consent: c.Consent, Passphrase: phrase}
	return d.with(c.Place, !c.DryRun, c.JSON, func(v Verbs) error {
		return v.Import(d.Ctx, w, func(prompt string) (bool, error) {
			if c.JSON || c.File == "-" {
				return false, errNobody
			}
			return d.yes(prompt)
		})
	})
}

// errNobody is there to be asked.
var errNobody = errors.New("nobody to ask")

// yes asks whoever types at a terminal.
func (d *Desk) yes(prompt string) (bool, error) {
	if _, tty := d.terminal(); !tty {
		return false, errNobody
	}
	answer, err := d.line(prompt)
	return strings.HasPrefix(strings.ToLower(answer), "y"), err
}

// passphrase asks for one where it is wanted, and for a new one twice.
func (d *Desk) passphrase(wanted, isNew bool) (string, error) {
	if !wanted {
		return "", nil
	}
	said, err := d.secret("-", "Passphrase: ")
	if err != nil {
		return "", err
	}
	if said == "" {
		return "", core.Errorf(core.CodeInvalid, "the passphrase is empty").Advise("write it as the first line")
	}
	if _, tty := d.terminal(); !tty || !isNew {
		return said, nil
	}
	again, err := d.secret("-", "The same again: ")
	if err == nil && again != said {
		err = core.Errorf(core.CodeInvalid, "the two passphrases are not the same").Advise("nothing was written; try again")
	}
	return said, err
}

func (d *Desk) read(name string) ([]byte, error) {
	if err := d.ownFile(name); err != nil {
		return nil, err
	}
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
		err = core.Errorf(core.CodeInvalid, "%s is over %d KiB: that is more than the hub takes", name, fileLimit>>10)
	}
	return b, err
}

type SiteExport struct {
	Place
	File            string `arg:"" default:"-" help:"File to write (mode 0600: it has names); - writes standard output."`
	At              string `help:"As it was after this event number, or at this instant on the site's clock."`
	Secrets         bool   `help:"With the numbers of tags. That they leave is an event."`
	PassphraseStdin bool   `help:"Sealed with a passphrase, and with PINs too: to move to another box. Typed unseen, or the first line of standard input."`
}

func (SiteExport) Help() string {
	return "Example: localiq site export site.yaml\nTo another box, with tags and PINs: localiq site export moved.sealed --secrets --passphrase-stdin"
}

func (c *SiteExport) Run(d *Desk) error {
	if err := d.ownFile(c.File); err != nil {
		return err
	}
	phrase, err := d.passphrase(c.PassphraseStdin, true)
	if err != nil {
		return err
	}
	return d.at(c.Place, false, func(v Verbs) error {
		at, err := v.point(d.Ctx, c.At)
		if err != nil {
			return err
		}
		t, err := v.ask(d.Ctx, core.ExportSite{At: at, Secrets: c.Secrets, Passphrase: phrase})
		if err != nil {
			return err
		}
		for _, l := range t.Report {
			fmt.Fprintln(d.Err, plain.Clean(l))
		}
		if c.File == "-" {
			_, err = d.Out.Write(t.YAML)
			return err
		}
		return durable.WriteFile(c.File, t.YAML) // one that others may read does not stay readable
	})
}
