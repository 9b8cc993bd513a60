package hub

import (
	"context"
	"fmt"

	"localiq/core"
	"localiq/hub/sitefile"
	"localiq/hub/sitefile/sealed"
	"localiq/rules"
)

// export writes the site of a moment as a file. Names, and what keys are made of, are those of now: of
// a person who was erased there are none. That keys leave is told before they do, and nobody gets those
// of people above their own level.
func (h *Hub) export(ctx context.Context, a core.Asked, w core.ExportSite) core.Told {
	site, err := h.At(ctx, w.At)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	from := sitefile.Vault{Secrets: h.c.Private.Secrets}
	var t core.Told
	if w.Secrets || w.Passphrase != "" {
		if w.Passphrase != "" { // refused before anybody is told of it
			if e := sealed.Fits(core.NewSecret(w.Passphrase)); e != nil {
				return core.Told{Error: e}
			}
		}
		from.May, from.PINs = h.mayTake(a.Origin), w.Passphrase != "" && !h.Site().Config.Settings.ShowPINOnce
		keys, left := taken(site.Config, from)
		if t = h.put(ctx, a, core.SecretsExported{Keys: keys, Sealed: w.Passphrase != ""}); t.Error != nil {
			return t
		}
		if left > 0 {
			pins := "PINs, which leave sealed alone (--passphrase-stdin)"
			if w.Passphrase != "" {
				pins = "PINs that nobody reads back"
			}
			t.Report = []string{fmt.Sprintf("%d keys are named and no more: phones, %s, and those of people above your level", left, pins)}
		}
	}
	if t.YAML, err = sitefile.Export(site, h.c.Private.Names(), from); err == nil && w.Passphrase != "" {
		t.YAML, err = sealed.Seal(t.YAML, core.NewSecret(w.Passphrase))
	}
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	return t
}

// mayTake is for whom the keys may be read: nobody above the caller's level.
func (h *Hub) mayTake(o core.Origin) func(core.PersonID) bool {
	site, now := h.Site(), h.c.Clock.Now()
	return func(id core.PersonID) bool {
		p := site.Config.Person(id)
		return p != nil && rules.MayRead(site, o, now, p) == nil
	}
}

// taken counts the keys that come with an export, and those that are only named there.
func taken(cfg *core.Config, from sitefile.Vault) (with, without int) {
	for i := range cfg.Keys {
		k := &cfg.Keys[i]
		if (k.Kind == core.KeyTag || k.Kind == core.KeyPIN && from.PINs) && from.May(k.Person) {
			with++
		} else {
			without++
		}
	}
	return with, without
}
