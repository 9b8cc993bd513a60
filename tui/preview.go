package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// previewMsg is what the hub says would become of an errand.
type previewMsg struct {
	errand errand
	told   core.Told
	about  string // stands before it in the question
	named  string // has to be typed; "": y and Enter
	at     place
	form   *form // that was to be sent, as it was; nil: none
}

// preview has the hub say first what would become different at the doors, and then asks.
func (m *model) preview(e errand, about, named string) tea.Cmd {
	msg := previewMsg{errand: e, about: about, named: named, at: m.ui.here()}
	if e.Form != 0 {
		msg.form = m.ui.Form
	}
	ask, origin := m.hub.Ask, m.origin
	origin.Request = "" // nothing is done
	ctx := m.ctx
	return func() tea.Msg {
		msg.told = each(m.ui, e.all(), func(_ int, w core.Wish) core.Told {
			return ask(ctx, core.Asked{Origin: origin, Wish: w, DryRun: true})
		})
		return msg
	}
}

// takePreview asks, where the person still is where they wanted it.
func (m *model) takePreview(msg previewMsg) tea.Cmd {
	if !m.ui.here().same(msg.at) || m.ui.Dialog != nil || msg.form != nil && m.ui.Form != msg.form {
		return nil
	}
	if msg.told.Error != nil && msg.form != nil {
		m.refuse(msg.told.Error)
		return nil
	}
	if msg.told.Error != nil {
		text, bad := carried(m.ui, msg.errand, msg.told, "")
		m.tell(text, bad)
		return nil
	}
	text := msg.about
	for _, r := range msg.told.Report {
		text += sentence(plain.Clean(r))
	}
	return m.raise(dialog{Errand: msg.errand, For: strings.TrimSpace(text), Named: plain.Clean(msg.named)})
}

// all are the wishes of an errand, in their order.
func (e errand) all() []core.Wish {
	if len(e.Wishes) > 0 {
		return e.Wishes
	}
	return []core.Wish{e.Wish}
}

// each asks for one wish after the other, up to the first that is refused, and tells of all as one.
func each(u UI, ws []core.Wish, ask func(int, core.Wish) core.Told) (t core.Told) {
	for i, w := range ws {
		n := ask(i, w)
		n.Report, n.Pending = union(t.Report, n.Report), union(t.Pending, n.Pending)
		if t = n; t.Error == nil {
			continue
		}
		if i > 0 {
			e := *t.Error
			e.Text = u.t("%d of %d were done; then: %s", i, len(ws), e.Text)
			t.Error = &e
		}
		return t
	}
	return t
}

// union is a and what b has besides.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// carry asks the hub for everything that an errand wants, each wish under an id of its own.
func (m *model) carry(ctx context.Context, e errand, w core.Wish, origin core.Origin) core.Told {
	if len(e.Wishes) == 0 {
		return m.hub.Ask(ctx, core.Asked{Origin: origin, Wish: w})
	}
	request := origin.Request
	return each(m.ui, e.Wishes, func(i int, w core.Wish) core.Told {
		origin.Request = fmt.Sprintf("%s.%d", request, i)
		return m.hub.Ask(ctx, core.Asked{Origin: origin, Wish: w})
	})
}

// same is true for places that show the same, wherever they are scrolled to.
func (p place) same(o place) bool {
	p.Top, p.At, o.Top, o.At = 0, 0, 0, 0
	return p == o
}
