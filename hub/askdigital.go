package hub

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
	"localiq/rules"
)

// sign makes what a phone takes, of the site that is kept: each lock's certificate says what the row
// of its table says, so the two cannot come to differ. Told.Text is no secret that opens by itself: it
// needs the phone's private key.
func (h *Hub) sign(t *core.Told, key core.KeyID) {
	if h.c.Sign == nil {
		t.Error = core.Errorf(core.CodeRefused, "this hub signs no digital keys").Advise("the key is kept; sign it on the hub of the site: localiq digital renew " + string(key))
		return
	}
	site := h.Site()
	passes, without := rules.Passes(site, key, h.c.Clock.Now())
	k := site.Config.Key(key)
	if k == nil || len(passes) == 0 {
		t.Report = append(t.Report, "It opens no door of this site now: the phone needs it again when that is another.")
	}
	for i := range passes {
		if err := h.holder(&passes[i]); err != nil {
			t.Error = core.AsError(err)
			return
		}
	}
	text, err := h.c.Sign(site.Config.Settings.Name, passes)
	if err != nil {
		t.Error = core.AsError(err)
		return
	}
	if t.Text = text; len(without) > 0 {
		t.Report = append(t.Report, "Not with a phone: "+strings.Join(without, ", ")+" (the lock is of another make).")
	}
	for _, p := range passes {
		if p.HubOnly {
			t.Report = append(t.Report, "Only while the hub is there: "+p.Door+".")
		}
	}
}

// holder fills in whose phone it is.
func (h *Hub) holder(p *core.Pass) error {
	rows := slices.Clone(p.Table.Rows)
	p.Table.Rows = rows
	if err := h.c.Private.Credentials(rows); err != nil {
		return err
	}
	if rows[0].Credential.Reveal() == "" {
		return fmt.Errorf("hub: the phone's key of %s is not kept", rows[0].Key)
	}
	return nil
}
