package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/phone"
	"localiq/ble/profile"
	"localiq/ble/radio"
	"localiq/core"
	"localiq/core/clock"
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

type phoneOpen struct {
	phoneFile
	Adapter string `default:"hci0" help:"Bluetooth adapter that is the phone's; not the hub's."`
	Tap     bool   `xor:"what" help:"Open the nearest door that the key is for."`
	List    bool   `xor:"what" help:"The locks in earshot, the nearest first."`
	JSON    bool   `help:"One JSON object."`
}

// openTime is how long a tap may take from the choice to the lock's word.
const openTime = 15 * time.Second

func (c *phoneOpen) Run(a *app) error {
	if c.Tap == c.List {
		return core.Errorf(core.CodeRequest, "what shall the phone do?").Advise("--tap to open the nearest door, --list to see what is near")
	}
	p, err := phone.Read(c.Key)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(a.ctx)
	rose := make(chan struct{}, 1)
	r := radio.NewSupervisor(c.Adapter, radio.Exec(c.Adapter), func(e core.Event) {
		if _, up := e.(core.RadioRose); up {
			select {
			case rose <- struct{}{}:
			default:
			}
		}
	})
	over := make(chan error, 1)
	go func() { over <- r.Run(ctx) }()
	defer func() { stop(); <-over }()
	select {
	case <-rose:
	case err := <-over:
		over <- err
		return err
	case <-time.After(openTime):
		return core.Errorf(core.CodeRefused, "adapter %s does not come up", c.Adapter)
	}
	var heard []phone.Heard
	for n := 0; n < 4 && (n == 0 || len(heard) == 0 || !c.List && nobody(heard)); n++ { // a lock is silent while it talks to its hub, for some seconds
		due, cancel := clock.Real().After(phone.Listening)
		h, err := phone.Listen(ctx, r, p.Wallet, due)
		if cancel(); err != nil {
			return err
		}
		heard = h
	}
	if c.List {
		return c.list(a, heard)
	}
	return c.tap(ctx, a, p, r, heard)
}

// nobody is true where no lock was heard that could be meant.
func nobody(heard []phone.Heard) bool {
	_, err := phone.Choose(heard)
	return err != nil && core.AsError(err).Code == core.CodeNotFound
}

func (c *phoneOpen) list(a *app, heard []phone.Heard) error {
	if c.JSON {
		return json.NewEncoder(a.out).Encode(heard)
	}
	for _, h := range heard {
		what := "a lock that tells nobody who it is"
		switch {
		case h.Ours:
			what = "lock " + h.Serial.String() + ", which this phone may open"
		case !h.Sealed:
			what = "lock " + h.Serial.String() + ", for which this phone has no key"
		}
		fmt.Fprintf(a.out, "%4d dBm  %s  %s\n", h.RSSI, h.Addr, what)
	}
	if len(heard) == 0 {
		fmt.Fprintln(a.out, "No lock is near.")
	}
	return nil
}

func (c *phoneOpen) tap(ctx context.Context, a *app, p phone.Phone, r ble.Radio, heard []phone.Heard) error {
	at, err := phone.Choose(heard)
	if err != nil {
		fmt.Fprintln(a.err, "localiq:", err)
		return verbs.ErrCannot
	}
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	o, err := p.Open(ctx, r, at.Addr)
	if refused := (*core.Error)(nil); errors.As(err, &refused) {
		fmt.Fprintln(a.err, "localiq:", err)
		return verbs.ErrCannot
	}
	if err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(a.out).Encode(o); err != nil {
			return err
		}
	} else if o.Granted {
		fmt.Fprintln(a.out, o.Door+" opens.")
	} else {
		fmt.Fprintf(a.out, "%s stays shut: %s\n", o.Door, strings.ToLower(o.Reason.String()))
	}
	if !o.Granted {
		return verbs.ErrCannot
	}
	return nil
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
