package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"localiq/ble/driver"
	"localiq/ble/phone"
	"localiq/ble/profile"
	"localiq/core"
	"localiq/store"
	"localiq/tui/verbs"
)

// phoneCmd plays a phone with a digital key: what an app does.
type phoneCmd struct {
	Open   phoneOpen   `cmd:"" default:"withargs" help:"Open the nearest door: localiq phone --adapter hci2 --key FILE --tap (exit code 3: no door opened)"`
	Keygen phoneKeygen `cmd:"" help:"Make the phone's key pair, and show its public key: localiq phone keygen --key FILE"`
	Show   phoneShow   `cmd:"" help:"Whose key it is, what it opens and until when: localiq phone show --key FILE"`
	Take   phoneTake   `cmd:"" help:"Take the text that the site sent: localiq phone take --key FILE TEXT"`
	Renew  phoneRenew  `cmd:"" help:"Have the digital key signed anew by the hub of this box: localiq phone renew --key FILE"`
}

// phoneFile is the file that is the phone.
type phoneFile struct {
	Key string `type:"path" default:"${phone}" placeholder:"FILE" help:"The phone's key (default: ${default})."`
}

func defaultPhone() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "phone.key"
	}
	return filepath.Join(dir, "localiq-phone.key")
}

type phoneKeygen struct{ phoneFile }

func (c *phoneKeygen) Run(a *app) error {
	if err := os.MkdirAll(filepath.Dir(c.Key), 0o700); err != nil {
		return err
	}
	p, err := phone.Create(c.Key)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, p.Public())
	return err
}

type phoneShow struct {
	phoneFile
	JSON bool `help:"One JSON object."`
}

func (c *phoneShow) Run(a *app) error {
	p, err := phone.Read(c.Key)
	if err != nil {
		return err
	}
	type door struct {
		Door  string    `json:"door"`
		Until time.Time `json:"until"`
	}
	out := struct {
		Phone string `json:"phone"`
		Site  string `json:"site,omitempty"`
		Doors []door `json:"doors,omitempty"`
	}{Phone: p.Public().String()}
	if p.Wallet != nil {
		out.Site = p.Wallet.Site
		for _, d := range p.Wallet.Doors {
			if cert, err := d.Present.Read(); err == nil {
				out.Doors = append(out.Doors, door{d.Name, time.UnixMilli(cert.Until).UTC()})
			}
		}
	}
	if c.JSON {
		return json.NewEncoder(a.out).Encode(out)
	}
	fmt.Fprintln(a.out, out.Phone)
	for _, d := range out.Doors {
		fmt.Fprintf(a.out, "%s, until %s\n", d.Door, d.Until.Local().Format("2 Jan 2006 15:04"))
	}
	return nil
}

type phoneTake struct {
	phoneFile
	Text string `arg:"" help:"What the site sent, or - for standard input."`
}

func (c *phoneTake) Run(a *app) error {
	text := c.Text
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(a.in, 1<<20))
		if err != nil {
			return err
		}
		text = string(b)
	}
	return a.takes(c.Key, text)
}

func (a *app) takes(file, text string) error {
	p, err := phone.Read(file)
	if err == nil {
		err = p.Take(text)
	}
	if err == nil {
		err = p.Keep(file)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "It opens %d doors of %s now.\n", len(p.Wallet.Doors), p.Wallet.Site)
	return err
}

type phoneRenew struct {
	verbs.Place
	phoneFile
}

func (c *phoneRenew) Run(a *app) error {
	p, err := phone.Read(c.Key)
	if err != nil {
		return err
	}
	h, done, err := a.open(c.Place, false)
	if err != nil {
		return err
	}
	defer done()
	t := h.Ask(a.ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI},
		Wish: core.RenewDigital{Key: core.KeyWords{Kind: core.KeyDigital, Name: p.Public().String()}}})
	if t.Error != nil {
		return t.Error
	}
	return a.takes(c.Key, t.Text)
}

// signer makes of a digital key what its phone takes.
func signer(s *store.Store) func(string, []core.Pass) (string, error) {
	return func(site string, passes []core.Pass) (string, error) {
		w := phone.Wallet{Site: site, Word: s.SiteWord()}
		for _, p := range passes {
			cert, err := driver.Certificate(s.SiteKey(), p)
			if err != nil {
				return "", err
			}
			w.Doors = append(w.Doors, phone.Door{Name: p.Door, Lock: profile.PublicKey(p.Lock.PublicKey), Present: cert})
		}
		return w.Text()
	}
}
