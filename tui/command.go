package tui

import (
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"localiq/tui/internal/plain"
	"localiq/tui/internal/texts"
)

// commandLine is what is typed after ':'. It is replaced, never changed in place.
type commandLine struct {
	Text string
	At   int // the chosen one of those that fit
}

// command is one thing that ':' can do: what is typed, what it does, and how.
type command struct {
	Name, Does string
	do         func(*model) tea.Cmd
}

// commands are the screens, the verbs of the key table that count here, the doors, and this console's own
// settings. There is no other prompt, and none of them is a shell.
func (u UI) commands(doors []string) (cs []command) {
	u.Command = nil // what counts is the place that it was asked for on
	for s := doorsScreen; s <= auditScreen; s++ {
		cs = append(cs, command{strings.ToLower(u.name(s)), u.t("go to %s", u.name(s)), func(m *model) tea.Cmd { return m.show(s) }})
	}
	cs = append(cs, command{u.t("messages"), u.t("what this console told you"), func(m *model) tea.Cmd { return m.open(messagesScreen) }})
	for _, b := range active(u.mode()) {
		quits := b.Foot == "quit"
		if b = u.told(b); b.Foot != "" && !quits && !slices.ContainsFunc(cs, func(c command) bool { return c.Name == b.Foot }) {
			cs = append(cs, command{b.Foot, b.Does + " (" + b.Sign + ")", b.Do})
		}
	}
	for _, b := range active(inSite | u.mode()&byAdmin) {
		if b.In&(inSite|byAdmin) == inSite|byAdmin {
			cs = append(cs, command{u.t("site %s", u.t(or(b.Foot, unfooted[b.Sign]))), u.t(b.Does), func(m *model) tea.Cmd {
				m.show(siteScreen)
				return b.Do(m)
			}})
		}
	}
	for _, d := range doors {
		cs = append(cs, command{u.t("door %s", d), u.t("show this door"), func(m *model) tea.Cmd { return m.goToDoor(d) }})
	}
	return append(cs,
		command{u.t("quit"), u.t("leave the console; the hub goes on"), (*model).quit},
		command{u.t("ascii on"), u.t("draw with letters alone"), func(m *model) tea.Cmd { return m.drawWith(ASCII) }},
		command{u.t("ascii off"), u.t("draw with signs and lines"), func(m *model) tea.Cmd { return m.drawWith(Unicode) }},
		command{"language english", "English", func(m *model) tea.Cmd { return m.speak(texts.English) }},
		command{"language deutsch", "auf Deutsch", func(m *model) tea.Cmd { return m.speak(texts.German) }})
}

// unfooted are the names of what can be done to the site and has no place in the footer.
var unfooted = map[string]string{"f": "fire", "b": "block", "o": "owner", "p": "passback", "i": "installers"}

// fits are the commands that begin so, then those that have it somewhere.
func fits(cs []command, text string) (out []command) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, begins := range []bool{true, false} {
		for _, c := range cs {
			name := strings.ToLower(c.Name)
			if strings.HasPrefix(name, text) == begins && strings.Contains(name, text) {
				out = append(out, c)
			}
		}
	}
	return out
}

func (m *model) found() []command {
	var doors []string
	if m.snap != nil {
		doors = doorNames(m.snap)
	}
	return fits(m.ui.commands(doors), m.ui.Command.Text)
}

func (m *model) openCommand() tea.Cmd {
	m.ui.Command = &commandLine{}
	return nil
}

func (m *model) leaveCommand() tea.Cmd {
	m.ui.Command = nil
	return nil
}

// commanded changes the line, in a copy; the choice goes back to the best.
func (m *model) commanded(change func(*commandLine)) tea.Cmd {
	if c := m.ui.Command; c != nil {
		n := commandLine{Text: c.Text}
		change(&n)
		m.ui.Command = &n
	}
	return nil
}

func (m *model) commandTyped(s string) {
	m.commanded(func(c *commandLine) {
		if len(c.Text)+len(s) < 200 {
			c.Text += plain.Clean(s)
		}
	})
}

func (m *model) unletterCommand() tea.Cmd {
	if m.ui.Command.Text == "" {
		return m.leaveCommand()
	}
	return m.commanded(func(c *commandLine) {
		_, n := utf8.DecodeLastRuneInString(c.Text)
		c.Text = c.Text[:len(c.Text)-n]
	})
}

func (m *model) emptyCommand() tea.Cmd { return m.commanded(func(c *commandLine) { c.Text = "" }) }

func (m *model) otherCommand(by int) tea.Cmd {
	at := m.ui.Command.At
	return m.commanded(func(c *commandLine) { c.At = step(at, by, max(1, len(m.found()))) })
}

// completeCommand writes the chosen one out.
func (m *model) completeCommand() tea.Cmd {
	found, at := m.found(), m.ui.Command.At
	return m.commanded(func(c *commandLine) {
		if at < len(found) {
			c.Text = found[at].Name
		}
	})
}

// runCommand does the chosen one. What is asked about on a key is asked about here, too.
func (m *model) runCommand() tea.Cmd {
	found, c := m.found(), *m.ui.Command
	m.ui.Command = nil
	if c.At >= len(found) {
		m.tell(m.t("There is no :%s. ? shows all keys.", c.Text), false)
		return nil
	}
	return found[c.At].do(m)
}

func (m *model) goToDoor(name string) tea.Cmd {
	for _, c := range m.snap.Doors {
		if plain.Clean(c.Door.Name) == name {
			m.ui.Door = c.Door.ID
			m.ui.Places = []place{{}, {Screen: doorScreen, Door: c.Door.ID}}
		}
	}
	return nil
}
