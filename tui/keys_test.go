package tui

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"localiq/tui/internal/stage"
)

var allModes = []mode{inDoors, inEvents, inAlerts, inDoor, inEvent, inHelp, inMessages, inWho, inPeople, inGuests, inGroups, inBookings, inPerson, inGroup, inForm, inSecret,
	inPeople | byAdmin, inGuests | byAdmin, inGroups | byAdmin, inBookings | byAdmin, inPerson | byAdmin, inGroup | byAdmin, inPods, inSchedules, inMore, inSite, inChecks, inHub, inAudit, inPod, inSchedule, inMatrix,
	inPods | byAdmin, inSchedules | byAdmin, inSite | byAdmin, inPod | byAdmin, inSchedule | byAdmin, inMatrix | byAdmin, inTyping, inCommand, inConfirm, inNamed, inAnswer, inSmall}

// uiIn is a UI in a mode, as a person gets there.
func uiIn(in mode) UI {
	u := newUI(Unicode)
	u.Door, u.Admin = "office", in&byAdmin != 0
	in &^= byAdmin
	switch in {
	case inTyping:
		u.Places, u.Typing = []place{{Screen: eventsScreen}}, true
	case inConfirm:
		u.Places, u.Dialog = []place{{}, {Screen: doorScreen, Door: "office"}}, &dialog{ID: 1, Armed: true}
	case inCommand:
		u.Command = &commandLine{}
	case inNamed:
		u.Places, u.Dialog = []place{{}, {Screen: siteScreen}}, &dialog{ID: 1, Armed: true, Named: "School"}
	case inAnswer:
		u.Places, u.Dialog = []place{{}, {Screen: doorScreen, Door: "office"}}, &dialog{ID: 1, Stage: waiting}
	case inForm:
		u.Places, u.Form = []place{{}, {Screen: formScreen}}, &form{Fields: []field{{Label: "Name"}}}
	case inSmall:
		u.W, u.H = 20, 5
	default:
		for s := doorsScreen; s <= secretScreen; s++ {
			if in == 1<<s {
				u.Places = []place{{Screen: s, Door: "office"}}
			}
		}
	}
	return u
}

// TestOneTable: no key has two meanings in one mode, every line says what it does, and the
// mode of a UI is the one that its keys are looked up in.
func TestOneTable(t *testing.T) {
	for _, in := range allModes {
		if got := uiIn(in).mode(); got != in {
			t.Fatalf("the UI made for mode %b is in mode %b", in, got)
		}
		seen := map[string]string{}
		for _, b := range active(in) {
			if b.Does == "" || b.Sign == "" || b.Do == nil {
				t.Errorf("the line of %q says nothing", b.Keys)
			}
			for _, k := range b.Keys {
				if other := seen[k]; other != "" {
					t.Errorf("mode %b: %q is both %q and %q", in, k, other, b.Does)
				}
				seen[k] = b.Does
			}
		}
	}
	for _, b := range keys() {
		if b.In&anywhere == 0 || b.In&^(anywhere|byAdmin) != 0 {
			t.Errorf("%q counts in mode %b, which nobody is ever in", b.Keys, b.In)
		}
	}
}

// TestDispatchIsTheTable: a key that the table does not have in a mode does nothing there.
func TestDispatchIsTheTable(t *testing.T) {
	s := stage.Site(0)
	for _, in := range allModes {
		for _, k := range everyKey() {
			m := &model{ui: uiIn(in), snap: &s, hub: stage.New(), ctx: t.Context()}
			before := m.ui
			_, known := bound(k.String(), in)
			if _, others := bound(k.String(), in|byAdmin); others && !known { // it says that it is not yours
				m.press(k)
				if !strings.Contains(m.ui.Toast.Text, "not an admin") || len(m.ui.Errands) > 0 || len(m.ui.Places) != len(before.Places) {
					t.Errorf("mode %b: %q says %q to somebody who is no admin", in, k.String(), m.ui.Toast.Text)
				}
				continue
			}
			cmd := m.press(k)
			if letter := in&(inTyping|inForm|inNamed|inCommand) != 0 && k.Text != ""; known || letter {
				continue
			}
			if cmd != nil || !reflect.DeepEqual(before, m.ui) {
				t.Errorf("mode %b: %q is not in the table and does something", in, k.String())
			}
		}
	}
}

func everyKey() (ks []tea.KeyPressMsg) {
	for r := ' '; r <= '~'; r++ {
		ks = append(ks, tea.KeyPressMsg{Code: r, Text: string(r)}, tea.KeyPressMsg{Code: r, Mod: tea.ModCtrl}, tea.KeyPressMsg{Code: r, Mod: tea.ModAlt})
	}
	for _, c := range []rune{tea.KeyUp, tea.KeyDown, tea.KeyLeft, tea.KeyRight, tea.KeyHome, tea.KeyEnd, tea.KeyPgUp, tea.KeyPgDown,
		tea.KeyEnter, tea.KeyEscape, tea.KeyTab, tea.KeyBackspace, tea.KeyDelete, tea.KeyF1, tea.KeyF12} {
		ks = append(ks, tea.KeyPressMsg{Code: c}, tea.KeyPressMsg{Code: c, Mod: tea.ModShift})
	}
	return ks
}

// TestHelpIsTheTable: the help shows every line of the table, wherever it is asked for, and the
// footer nothing that is not in it.
func TestHelpIsTheTable(t *testing.T) {
	for _, from := range []screen{doorsScreen, eventsScreen, alertsScreen, doorScreen, eventScreen, messagesScreen, peopleScreen, groupScreen} {
		u := newUI(Unicode)
		u.Places, u.Admin = []place{{Screen: from}, {Screen: helpScreen, At: 1 << 20}}, true // the last is chosen: no mark before the others
		text := strings.Join(strings.Fields(visible(strings.Join(helpPane(u, 100, 1000), "\n"))), " ")
		for _, b := range keys() {
			if !strings.Contains(text, b.Sign+" "+b.Does) {
				t.Errorf("asked on %s, the help does not have %q: %s", screenNames[from], b.Sign, b.Does)
			}
		}
	}
	for _, in := range allModes {
		for _, b := range active(in) {
			if b.Foot != "" && in != inTyping && !strings.Contains(visible(hints(uiIn(in), 500)), b.Sign+" "+b.Foot) {
				t.Errorf("mode %b: the footer does not have %q", in, b.Foot)
			}
		}
	}
}

// TestWaysOutStay: however narrow, the footer says how to leave and where the help is.
func TestWaysOutStay(t *testing.T) {
	for _, in := range allModes {
		for _, b := range active(in) {
			for w := minW; w <= 120 && b.Foot != "" && wayOut(b); w++ {
				if line := visible(hints(uiIn(in), w)); !strings.Contains(line, b.Sign+" "+b.Foot) || width(line) > w {
					t.Errorf("mode %b, %d columns: %q has no %s %s", in, w, line, b.Sign, b.Foot)
				}
			}
		}
	}
	for in, want := range map[mode]string{inDoor: "u unlock  l lock  Esc back  ? help", inDoors: "Enter open  / filter  q quit  ? help",
		inAlerts: "Enter open  a ack  q quit  ? help", inEvents: "Enter why  s pause  q quit  ? help"} {
		if got := visible(hints(uiIn(in), minW)); got != want {
			t.Errorf("mode %b: %q, want %q", in, got, want)
		}
	}
}

// TestEveryActionOnPlainKeys: nothing needs a key that tmux, screen or a phone takes away.
func TestEveryActionOnPlainKeys(t *testing.T) {
	for _, b := range keys() {
		if !slices.ContainsFunc(b.Keys, func(k string) bool { return !strings.Contains(k, "+") && !strings.HasPrefix(k, "f1") }) &&
			!slices.Contains([]string{"ctrl+c", "ctrl+l", "ctrl+u", "shift+tab"}, b.Keys[0]) {
			t.Errorf("%q has no plain key", b.Does)
		}
	}
}
