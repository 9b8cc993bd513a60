package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// model is the one thing that moves: messages come in, the UI changes. It is touched by the
// program's own loop alone.
type model struct {
	ctx    context.Context
	hub    Hub
	origin core.Origin       // Request is the session's random part
	key    core.ConsoleKeyID // for which the hub remembers how this console draws; "": nobody does
	news   <-chan news
	sizes  <-chan Size // nil: the terminal is ours, and Bubble Tea asks it

	snap    *core.Snapshot
	ui      UI
	beat    int                        // snapshots seen
	errands int                        // errands ever sent
	told    int                        // messages ever told
	dialogs int                        // dialogs ever opened
	forms   int                        // forms ever opened
	secrets int                        // PINs ever shown
	cancels map[int]context.CancelFunc // of errands that can be given up
	reading bool                       // a call of Lines is out
}

// The messages of this package. Whatever takes time comes back as one of them.
type (
	linesMsg struct {
		lines []core.Line
		upTo  core.Seq // every line up to here is among them
		err   error
	}
	toldMsg struct {
		errand errand
		told   core.Told
	}
	newsMsg  news
	armMsg   struct{ dialog int } // the dialog may be answered from now on
	quietMsg struct{ beat int }   // no snapshot since that many
	fadeMsg  struct{ told int }   // that message has been read by now
)

// quietAfter is how long the hub may say nothing before the screen says so; it speaks every
// second.
const quietAfter = 5 * time.Second

func (m *model) Init() tea.Cmd {
	return tea.Batch(m.nextNews(), m.listen(), m.nextSize())
}

// sizeMsg is another size of a terminal that is not ours.
type sizeMsg Size

// nextSize waits for one, as far as the console lives.
func (m *model) nextSize() tea.Cmd {
	return func() tea.Msg {
		select {
		case s := <-m.sizes:
			return sizeMsg(s)
		case <-m.ctx.Done():
			return nil
		}
	}
}

// nextNews waits for some; it comes back for more only when that was taken.
func (m *model) nextNews() tea.Cmd {
	return func() tea.Msg {
		if n, ok := <-m.news; ok {
			return newsMsg(n)
		}
		return nil
	}
}

// listen is a timer, not a clock: it only knows whether anything came meanwhile.
func (m *model) listen() tea.Cmd { return m.after(quietAfter, quietMsg{m.beat}) }

// after sends msg when d has passed, unless the console ends before.
func (m *model) after(d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			return msg
		case <-m.ctx.Done():
			return nil
		}
	}
}

// Update also sees to it that a message which is told now goes away by itself.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	told := m.told
	cmd := m.update(msg)
	if m.told != told {
		cmd = tea.Batch(cmd, m.after(toastFor, fadeMsg{m.told}))
	}
	m.forget()
	return m, tea.Batch(cmd, m.rollOn(), m.cardOn(), m.gangOn(), m.weekOn(), m.matrixOn(), m.consolesOn())
}

func (m *model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.ui.resize(msg.Width, msg.Height)
		m.keepInSight()
	case sizeMsg:
		return tea.Batch(func() tea.Msg { return tea.WindowSizeMsg(msg) }, m.nextSize()) // the renderer is to hear of it, too
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		m.typed(msg.Content)
	case newsMsg:
		return tea.Batch(m.hear(news(msg)), m.nextNews())
	case linesMsg:
		return m.takeLines(msg)
	case toldMsg:
		return m.takeTold(msg)
	case whyMsg:
		m.takeWhy(msg)
	case whoMsg:
		m.takeWho(msg)
	case rollMsg:
		m.takeRoll(msg)
	case cardMsg:
		m.takeCard(msg)
	case gangMsg:
		m.takeGang(msg)
	case weekMsg:
		m.takeWeek(msg)
	case consolesMsg:
		m.takeConsoles(msg)
	case matrixMsg:
		m.takeMatrix(msg)
	case namesMsg:
		m.takeNames(msg)
	case previewMsg:
		return m.takePreview(msg)
	case hideMsg:
		m.hide(msg.secret)
	case armMsg:
		m.arm(msg.dialog)
	case quietMsg:
		m.ui.Quiet = m.ui.HungUp || msg.beat == m.beat
		m.keepDoor()
		return m.listen()
	case fadeMsg:
		if msg.told == m.told && !m.ui.Toast.Bad {
			m.ui.Toast = message{}
		}
	}
	return nil
}

func (m *model) View() tea.View {
	return tea.View{Content: View(m.snap, m.ui, m.ui.W, m.ui.H), AltScreen: true}
}

// press does what the table says. What it does not know is a letter where letters are wanted,
// and nothing elsewhere.
func (m *model) press(k tea.KeyPressMsg) tea.Cmd {
	b, ok := bound(k.String(), m.ui.mode())
	if k.String() != "ctrl+c" {
		m.ui.Leaving = false
	}
	if k.String() != "d" {
		m.ui.Locking = false
	}
	switch {
	case ok:
		return b.Do(m)
	case k.Mod&^tea.ModShift == 0:
		m.typed(k.Text)
	}
	cmd, _ := m.withheld(k.String())
	return cmd
}

func (m *model) tell(text string, bad bool) {
	m.told++
	m.ui.tell(message{At: m.now(), Text: m.ui.Glyphs.plain(text), Bad: bad})
}

func (m *model) now() core.Instant {
	if m.snap == nil {
		return core.Instant{}
	}
	return m.snap.Now
}

// readOn fetches event lines when there are newer ones than we have; one call at a time. The
// hub counts inputs, most of which tell people nothing: only a page as long as the distance
// between two sequence numbers is known to be whole.
func (m *model) readOn() tea.Cmd {
	t := m.ui.Tail
	if m.reading || m.snap == nil || t.Loaded && m.snap.Seq <= t.Read {
		return nil
	}
	m.reading = true
	since, n, upTo := t.Read, pageOfInputs, m.snap.Seq
	if !t.Loaded || upTo-since > pageOfInputs {
		since, n = 0, -firstInputs
	}
	return func() tea.Msg {
		lines, err := m.hub.Lines(m.ctx, since, n)
		return linesMsg{lines, upTo, err}
	}
}

func (m *model) takeLines(msg linesMsg) tea.Cmd {
	m.reading = false
	if msg.err != nil {
		m.ui.Tail.Err = plain.Clean(msg.err.Error()) // the next snapshot tries again
		return nil
	}
	m.ui.Tail = m.ui.Tail.add(msg.lines, msg.upTo)
	m.keepInSight()
	return m.readOn()
}

// requestID is unique for ever: a repeat after a crash gets the first answer.
func (m *model) requestID() string {
	m.errands++
	return fmt.Sprintf("%s-%d", m.origin.Request, m.errands)
}
