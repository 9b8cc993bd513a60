package verbs

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"localiq/core"
	"localiq/core/clock"
	"localiq/core/durable"
	"localiq/core/voucher"
)

// Voucher is `localiq voucher …`: what a dealer does at their own desk.
type Voucher struct {
	Keygen VoucherKeygen `cmd:"" help:"Make a dealer's key pair: localiq voucher keygen acme.key."`
	New    VoucherNew    `cmd:"" help:"Sign a voucher: localiq voucher new --dealer-key acme.key --users 25 --iqs 1 --days 365."`
	Show   VoucherShow   `cmd:"" help:"What a voucher says: localiq voucher show voucher.txt --dealer acme.key.pub."`
}

type VoucherKeygen struct {
	File string `arg:"" help:"The secret key, for the dealer alone (mode 0600). The public one, for customers, gets .pub behind it." type:"path"`
}

// secretMark is how a secret key is told from a public one, which has as many digits: no site takes it.
const secretMark = "# the SECRET key of a dealer: customers get the file that ends in .pub\n"

func (c *VoucherKeygen) Run(d *Desk) error {
	for _, f := range []string{c.File, c.File + ".pub"} {
		if _, err := os.Lstat(f); !errors.Is(err, fs.ErrNotExist) {
			return core.Errorf(core.CodeRefused, "%s is there already, and a key that was lost cannot be made again", f).Advise("name another file")
		}
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err == nil {
		err = durable.WriteFile(c.File, []byte(secretMark+hex.EncodeToString(key.Seed())+"\n"))
	}
	if err == nil {
		err = durable.WriteKey(c.File+".pub", public)
	}
	if err != nil {
		return err
	}
	return Verbs{Out: d.Out}.lines("Secret key: "+c.File+" (keep it to yourself, and a copy of it)",
		"Public key: "+c.File+".pub, fingerprint "+string(core.DealerOf(public)), "A customer takes your vouchers with: localiq subscription dealer add "+c.File+".pub --name NAME")
}

type VoucherNew struct {
	DealerKey string `required:"" help:"The dealer's secret key." type:"path"`
	Users     int    `required:"" help:"How many users; 0: any number."`
	IQs       int    `name:"iqs" default:"1" help:"How many IQs; 0: any number."`
	Days      int    `required:"" help:"For how many days; 0: for ever."`
	Site      string `help:"Only for this site, by the eight digits of: localiq subscription show (default: any site)."`
}

func (c *VoucherNew) Run(d *Desk) error {
	seed, err := durable.ReadSecret(c.DealerKey, "name the file that localiq voucher keygen has made")
	if err != nil {
		return err
	}
	var serial [voucher.SerialSize]byte
	rand.Read(serial[:])
	v := core.Voucher{Users: c.Users, IQs: c.IQs, Days: c.Days, Site: core.HubID(c.Site), Issued: clock.Real().Now().Wall}
	text, err := voucher.Sign(ed25519.NewKeyFromSeed(seed), v, serial)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(d.Out, text)
	return err
}

type VoucherShow struct {
	Text   string `arg:"" help:"The voucher: a file, the text itself, or - for standard input."`
	Dealer string `help:"The dealer's public key, to check who signed it." type:"path"`
	JSON   bool   `help:"One JSON object."`
}

func (c *VoucherShow) Run(d *Desk) error {
	text, err := d.voucherText(c.Text)
	if err != nil {
		return err
	}
	v, err := voucher.Parse(text)
	if err != nil {
		return err
	}
	signed := "not checked: say --dealer FILE, or redeem it"
	if c.Dealer != "" {
		key, err := durable.ReadKey(c.Dealer, "name the dealer's .pub file")
		if err != nil {
			return err
		}
		if !v.By(key) {
			return core.Errorf(core.CodeInvalid, "this voucher is not signed by the owner of %s: it is forged, or another dealer's", c.Dealer).Advise("ask who sold it")
		}
		signed = "right"
	}
	out := Verbs{Out: d.Out, JSON: c.JSON}
	if c.JSON {
		return out.json(v.Voucher)
	}
	site := string(v.Site)
	if site == "" {
		site = "any"
	}
	return out.lines("Voucher    "+string(v.ID), "For        "+sold(v.Voucher), "Site       "+site,
		"Made       "+time.Unix(0, v.Issued).UTC().Format("2 Jan 2006 15:04 UTC"), "Signature  "+signed)
}

// sold is what a voucher is for: "25 users, 1 IQ, 365 days".
func sold(v core.Voucher) string {
	days := "for ever"
	switch {
	case v.Days == 1:
		days = "1 day"
	case v.Days > 1:
		days = fmt.Sprintf("%d days", v.Days)
	}
	return (&core.Subscription{Users: v.Users, IQs: v.IQs}).Say() + ", " + days
}

// voucherText is a file's, where there is one of that name, else the text itself.
func (d *Desk) voucherText(text string) (string, error) {
	if info, err := os.Stat(text); text != "-" && (err != nil || info.IsDir()) {
		return text, nil
	}
	b, err := d.read(text)
	return string(b), err
}
