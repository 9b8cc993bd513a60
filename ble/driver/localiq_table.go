package driver

import (
	"slices"

	"localiq/ble/profile"
	"localiq/core"
	"localiq/core/order"
)

// bringing is where a session is in bringing the lock its table (docs/lock-profile.md, Offline
// table): begin, the parts that differ by their hashes, commit. Each message waits for leave
// (State.More), so that everything else goes before the next. A link that is lost on the way costs
// nothing: the lock keeps what was brought, and the next begin tells what is missing.
type bringing struct {
	state TableState
	held  profile.TableMark // as the lock said last
	image *tableImage
	due   int               // answers that the lock owes
	words []profile.Message // to be said, when none is due
}

// compare begins anew: the lock holds that, and should hold the newest.
func (s *session) compare(held profile.TableMark) {
	t := &s.table
	t.held, t.image, t.words, t.state = held, nil, nil, TableState{}
	if s.can.Has(profile.CanTable) && s.family.TableKey != nil {
		t.state = TableState{Step: TableWanted, Room: int(held.Room)}
	}
}

// bring is given the newest table.
func (s *session) bring(im Image) {
	t := &s.table
	image, ok := im.(*tableImage)
	if !ok || t.state.Step != TableWanted && t.state.Step != TableWhole {
		return
	}
	t.image = image
	switch {
	case s.holds(t.held):
		s.tableHeld()
	case image.wrong != nil:
		t.fail(image.wrong.Error())
		s.tableFailed()
	case !image.Whole():
		t.state.Step = TableWhole
	default:
		t.state.Step = TableBusy
		t.words = []profile.Message{image.form.Begin(image.mark.Version)}
	}
}

func (t *bringing) more() bool { return t.state.Step == TableBusy && t.due == 0 && len(t.words) > 0 }

func (t *bringing) next() profile.Message {
	m := t.words[0]
	t.words = t.words[1:]
	switch m.(type) {
	case profile.TableBegin, profile.TableCommit:
		t.due++
	}
	return m
}

// tableState is the lock's answer. One that another still follows, or that came before we have said
// all that there is to say, is about a table that we have given up.
func (s *session) tableState(m profile.TableState) {
	t := &s.table
	t.held = m.Mark
	if t.due = max(t.due-1, 0); t.due > 0 || len(t.words) > 0 || t.state.Step != TableBusy {
		return
	}
	switch {
	case s.holds(m.Mark):
		s.tableHeld()
	case m.Staged.Hash == t.image.mark.Hash && len(m.Parts) == profile.TableParts+1 && m.Why == "":
		t.words = t.image.missing(m.Parts)
	default:
		t.fail("the lock did not take it: " + m.Why)
		s.tableFailed()
	}
}

func (s *session) tableHeld() {
	s.table.state.Step, s.table.words = TableHeld, nil
	s.reportTable()
}

func (t *bringing) fail(why string) {
	t.state.Step, t.state.Why, t.words = TableFailed, why, nil
}

// tableRefused is an Error in the place of an answer.
func (s *session) tableRefused(of profile.Type) {
	t := &s.table
	if of != profile.TypeTablePut {
		t.due = max(t.due-1, 0)
	}
	if t.state.Step == TableBusy {
		t.fail("the lock did not take a part of it")
		s.tableFailed()
	}
}

func (s *session) tableFailed() {
	s.tell(s.input(core.TableReported{Lock: s.lock, Rows: int(s.table.held.Rows)}))
}

// reportTable tells again what the lock holds, if it has said so.
func (s *session) reportTable() {
	if im := s.table.image; im != nil && s.table.state.Step == TableHeld {
		s.tell(s.input(core.TableReported{Lock: s.lock, Version: core.Seq(im.mark.Version), Rows: int(im.mark.Rows), Left: im.left, LeftFor: leftFor(im.left, core.LeftRoom)}))
	}
}

// leftFor is why, where there are any.
func leftFor(keys int, why core.LeftFor) core.LeftFor {
	if keys == 0 {
		return 0
	}
	return why
}

// tableImage is a table as one lock takes it. Without its rows it is only a name.
type tableImage struct {
	mark    profile.TableMark
	form    *profile.TableImage // nil: slim
	left    int                 // rows for which there is no room
	skipped []core.KeyID
	wrong   error // why no lock could take it
}

func (t *tableImage) Whole() bool           { return t.form != nil }
func (t *tableImage) Skipped() []core.KeyID { return t.skipped }

func (t *tableImage) Slim() Image {
	if t.form == nil {
		return t
	}
	return &tableImage{mark: t.mark, left: t.left}
}

// holds: a lock without a table holds an empty one. Where phones come to a lock, the version is part of
// it: it tells a certificate that is newer than the table from one that was taken away since.
func (s *session) holds(m profile.TableMark) bool {
	want := s.table.image.mark
	if s.phones() {
		return m.Hash == want.Hash && m.Version == want.Version
	}
	return m.Hash == want.Hash || want.Rows == 0 && m.Hash == profile.TableHash{}
}

// missing is what is to be said to a lock that was brought these parts so far.
func (t *tableImage) missing(have []profile.PartHash) (words []profile.Message) {
	for part, want := range t.form.Parts() {
		if have[part] == want {
			continue
		}
		for _, p := range t.form.Puts(uint8(part)) {
			words = append(words, p)
		}
	}
	return append(words, profile.TableCommit{Mark: t.mark})
}

// Image makes the lock's form of a table: what stands for a credential is under that lock's key.
// Rows that are no use to a lock are skipped; the last are left off where there is no room.
func (f LocalIQ) Image(l core.Lock, t core.Table, room int) Image {
	key := f.TableKey(l.ID)
	im := &tableImage{}
	form := &profile.TableImage{Key: key[:], OpenFor: profile.MillisOf(t.OpenFor), First: true, Schedules: schedulesOf(t.Schedules), Zone: zoneOf(t.Zone)}
	seen := make(map[profile.KeyHash]bool, len(t.Rows))
	for _, r := range t.Rows {
		row, ok := rowOf(r, key[:])
		switch {
		case r.Kind == core.KeyDigital && !ok: // nothing of its phone is kept: an older release's
		case !ok || seen[row.Hash]:
			im.skipped = append(im.skipped, r.Key)
		case len(form.Rows) == room:
			im.left++
		default:
			seen[row.Hash] = true
			form.Rows = append(form.Rows, row)
		}
	}
	order.By(form.Rows, func(a, b profile.TableRow) int { return slices.Compare(a.Hash[:], b.Hash[:]) })
	im.form, im.mark, im.wrong = form, form.Mark(uint64(t.Version)), form.Check()
	return im
}
