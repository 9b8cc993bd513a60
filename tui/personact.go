package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// What is done to people. What can be undone is done at once and u undoes it; what takes something away
// asks first.

// personAt is who is looked at, or chosen in a list of people.
func (m *model) personAt() (core.PersonRow, bool) {
	if c := m.ui.Card.Is; m.ui.here().Screen == personScreen {
		if c == nil || m.ui.Card.ID != m.ui.here().Person {
			return core.PersonRow{}, false
		}
		return c.PersonRow, true
	}
	row, ok := m.ui.chosenRow()
	return row.Person, ok
}

func about(p core.PersonRow, v verb, w core.Wish) errand {
	return errand{Person: p.ID, Name: plain.Clean(personName(p)), Verb: v, Wish: w}
}

func (m *model) block() tea.Cmd {
	p, ok := m.personAt()
	if !ok {
		return nil
	}
	on, off := true, false
	block := about(p, blockPersonVerb, core.ChangePerson{Who: p.ID, Is: core.PersonWords{Block: &on}})
	free := about(p, unblockVerb, core.ChangePerson{Who: p.ID, Is: core.PersonWords{Block: &off}})
	if p.State == "blocked" {
		block, free = free, block
	}
	block.Undo = &free
	if p.Role == core.RoleIntegration && p.State == "active" {
		return m.askStop(p, block)
	}
	return m.send(block, block.Wish)
}

// askStop: an integration is no person who stands before a door; what works through it stops at once.
func (m *model) askStop(p core.PersonRow, block errand) tea.Cmd {
	on := true
	block.Wish = core.ChangePerson{Who: p.ID, Is: core.PersonWords{Block: &on}, Sure: true}
	return m.ask(block, m.t(stops))
}

const stops = "It is an integration: everything that works through it stops at once, until it is unblocked."

// undo takes back the last change that can be, once.
func (m *model) undo() tea.Cmd {
	e := m.ui.Undo
	if e == nil {
		m.tell(m.t("There is nothing to undo."), false)
		return nil
	}
	m.ui.Undo = nil
	return m.send(*e, e.Wish)
}

// askRemove says what goes with them, counted. A guest goes in one step; nobody else is brought back, and so their
// name is to be typed.
func (m *model) askRemove() tea.Cmd {
	p, ok := m.personAt()
	if !ok {
		return nil
	}
	text := m.t("It destroys the name, for good. What they did stays in the record, without their name.")
	if keys := keysCell(m.ui, p); keys != m.t("no key") {
		text = m.t("It takes %s off every lock, and destroys the name, for good. What they did stays in the record, without their name.", keys)
	}
	if p.Guest {
		return m.ask(about(p, removeVerb, core.RemoveGuest{Who: p.ID}), text)
	}
	w := core.RemovePerson{Who: p.ID, Sure: p.Role == core.RoleIntegration}
	if w.Sure {
		text = m.t("It is an integration: everything that works through it stops at once. %s", text)
	}
	if w.Consent = !m.ui.Owner; w.Consent {
		text += " " + m.t("The data is the site owner's: by going on you say that they have agreed.")
	}
	return m.askNamed(about(p, removeVerb, w), text, personName(p))
}

func (m *model) askTidy() tea.Cmd {
	return m.ask(errand{Name: m.t("all guests whose end has passed"), Verb: removeVerb, Wish: core.TidyGuests{}}, m.t("Their names cannot be brought back."))
}

// lost blocks one tag alone: the person goes on with what else they have.
func (m *model) lost() tea.Cmd {
	var tags []core.KeyRow
	for _, k := range m.cardKeys(core.KeyTag) {
		if k.State == core.KeyActive {
			tags = append(tags, k)
		}
	}
	p, ok := m.personAt()
	switch {
	case !ok:
		return nil
	case len(tags) == 0:
		m.tell(m.t("%s has no tag that could be lost.", plain.Clean(personName(p))), false)
		return nil
	case len(tags) > 1:
		return m.fill(lostForm(p, tags, m.ui))
	}
	return m.ask(about(p, lostVerb, lostWish(tags[0].ID)), m.t("That tag opens nothing any more, as soon as each lock has heard of it. Everything else of theirs goes on."))
}

func lostWish(id core.KeyID) core.Wish {
	return core.ChangeKey{Key: core.KeyWords{Kind: core.KeyTag, Name: string(id)}, State: core.KeyLost}
}

func (m *model) cardKeys(kind core.KeyKind) (out []core.KeyRow) {
	if c := m.ui.Card.Is; c != nil && m.ui.Card.ID == m.ui.here().Person {
		for _, k := range c.Keys {
			if k.Kind == kind {
				out = append(out, k)
			}
		}
	}
	return out
}

// readPIN shows the PIN of somebody who has one alone; of several, nobody could tell which is meant.
func (m *model) readPIN() tea.Cmd {
	p, ok := m.personAt()
	pins := m.cardKeys(core.KeyPIN)
	switch {
	case !ok:
		return nil
	case len(pins) == 0:
		m.tell(m.t("%s has no PIN. p makes one.", plain.Clean(personName(p))), false)
		return nil
	}
	e := about(p, readPINVerb, core.ReadPIN{Key: core.KeyWords{Kind: core.KeyPIN, Name: string(pins[len(pins)-1].ID)}})
	return m.ask(e, m.t("It is shown here once. That it was read is an event."))
}
