package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"localiq/core"
	"localiq/store/vault"
)

// The disk is replayed after a power cut. A tape records, in a real run, every write of bbolt,
// the flushes between them, and each acknowledged commit. From it states of the disk are built:
// all that was flushed, and of what was not, any 512-byte sectors. Each must open, whole, with
// everything that was acknowledged by then.
//
// Flushes are observed, not assumed: where the kernel tells how many pages of the file are
// dirty (cachestat, Linux 6.5), a flush is where there is none left.
//
// What this does not show: the file system's own metadata (names, sizes), and a card that says
// flushed and has not. For that there are the copies of the configuration.

const sector = 512

// step is a write, a flush (no data, no seq) or an acknowledgement.
type step struct {
	off  int64
	data []byte
	ack  core.Seq
}

func (s step) isWrite() bool { return s.data != nil }
func (s step) isFlush() bool { return s.data == nil && s.ack == 0 }

type tape struct {
	base  []byte // of the file before the first step
	steps []step
	key   []byte // site.key
}

func (tp *tape) pending() bool {
	return len(tp.steps) > 0 && !tp.steps[len(tp.steps)-1].isFlush() && slices.ContainsFunc(tp.steps, step.isWrite)
}

// record runs a workload on a new store: single commits, batches, the ring, growth, edits.
func record(t *testing.T, synced bool) *tape {
	t.Helper()
	s := openSite(t, t.TempDir(), Options{Keep: 20, Every: 7, Ahead: 4})
	s.db.AllocSize = 16 << 10 // grow often
	s.db.NoSync = !synced
	tp := &tape{base: readFile(t, s.path(dbFile)), key: readFile(t, s.path(vault.KeyFile))}
	dirty := dirtyPages(t, s.path(dbFile))
	flushed := func(orderSays bool) {
		if tp.pending() && (dirty != nil && dirty() == 0 || dirty == nil && synced && orderSays) {
			tp.steps = append(tp.steps, step{})
		}
	}
	write := writes(s.db)
	disk := *write
	*write = func(b []byte, off int64) (int, error) {
		flushed(off < 2*4096)
		tp.steps = append(tp.steps, step{off: off, data: slices.Clone(b)})
		return disk(b, off)
	}
	kept := func(es ...core.Entry) {
		commit(t, s, es...)
		flushed(true)
		tp.steps = append(tp.steps, step{ack: es[len(es)-1].Input.ID})
	}
	work(t, s, kept)
	*write = disk
	if err := s.db.Sync(); err != nil {
		t.Fatal(err)
	}
	return tp
}

const commits = 40

func work(t *testing.T, s *Store, kept func(...core.Entry)) {
	site := load(t, s)
	first := edited(t, site, 1, smallSite(s)...)
	first.Input.Private = []core.Private{{Person: "p1", Name: &ada}}
	kept(first)
	site = site.Apply(1, at(1), first.Decision.Changes)
	seq := core.Seq(1)
	for n := range commits - 1 {
		var batch []core.Entry
		for range 1 + n%3*4 {
			seq++
			batch = append(batch, access(seq))
		}
		if n == commits/2 {
			seq++
			file := crowdOf(t, site, seq, 0)
			site = site.Apply(seq, at(seq), file.Decision.Changes)
			seq++
			batch = append(batch, file, access(seq))
		}
		if n%10 == 5 {
			seq++
			batch = append(batch, edited(t, site, seq, core.Put(core.Schedule{ID: "s", Name: fmt.Sprint(n)})), access(seq+1))
			seq++
		}
		kept(batch...)
	}
}

// cut is the disk after a power cut before step n: keep says which sectors of what was not
// flushed are there all the same. acked is what had been acknowledged.
func (tp *tape) cut(n int, keep func() bool) (image []byte, acked core.Seq) {
	image = slices.Clone(tp.base)
	safe := 0
	for i, st := range tp.steps[:n] {
		if st.isFlush() {
			safe = i
		}
		acked = max(acked, st.ack)
	}
	for i, st := range tp.steps[:n] {
		for o := 0; o < len(st.data); o += sector {
			if i < safe || keep() {
				image = patch(image, st.off+int64(o), st.data[o:min(o+sector, len(st.data))])
			}
		}
	}
	return image, acked
}

func patch(image []byte, off int64, b []byte) []byte {
	if end := off + int64(len(b)); end > int64(len(image)) {
		image = append(image, make([]byte, end-int64(len(image)))...)
	}
	copy(image[off:], b)
	return image
}

// settled opens what a power cut left and says what is wrong with it.
func settled(dir string, acked core.Seq) error {
	s, err := Open(dir, Options{Keep: 20, Every: 7, Ahead: 4})
	if err != nil {
		return err
	}
	defer s.Close()
	site, err := s.Load()
	if err != nil {
		return err
	}
	lines, err := s.Since(0, 1000)
	if err != nil {
		return err
	}
	if s.Restored() != "" {
		return errors.New(s.Restored())
	}
	if site.Seq < acked {
		return fmt.Errorf("input %d was acknowledged, %d is there", acked, site.Seq)
	}
	if err := litterFault(s, site); err != nil {
		return err
	}
	if err := pastFault(s); err != nil || site.Seq == 0 {
		return err
	}
	if n := min(int(site.Seq), 20); len(lines) != n || lines[n-1].Input.ID != site.Seq {
		return fmt.Errorf("%d lines at input %d", len(lines), site.Seq)
	}
	if d := site.Door("d1"); site.Seq > 1 && d.Last.Seq != site.Seq {
		return fmt.Errorf("the door is at %d, the site at %d", d.Last.Seq, site.Seq)
	}
	if s.Names()["p1"] != ada {
		return fmt.Errorf("names %v", s.Names())
	}
	return nil
}

// place makes a directory of one state.
func (tp *tape) place(t *testing.T, dir string, image []byte) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, dbFile), image)
	writeFile(t, filepath.Join(dir, vault.KeyFile), tp.key)
}

// A power cut at any moment loses nothing that was acknowledged, and leaves no half of a batch.
func TestPowerCut(t *testing.T) {
	tp := record(t, true)
	flushes := 0
	for _, st := range tp.steps {
		if st.isFlush() {
			flushes++
		}
	}
	if flushes < 2*commits {
		t.Fatalf("%d commits were flushed %d times; each needs its data down before its meta page, and that before the answer", commits, flushes)
	}
	states := 400
	if testing.Short() {
		states = 100
	}
	random := rand.New(rand.NewPCG(3, 4))
	odds := []float64{0, 0.1, 0.5, 0.9, 1}
	dir := filepath.Join(t.TempDir(), "site")
	for i := range states {
		n, p := random.IntN(len(tp.steps)+1), odds[i%len(odds)]
		image, acked := tp.cut(n, func() bool { return random.Float64() < p })
		tp.place(t, dir, image)
		if err := settled(dir, acked); err != nil {
			t.Fatalf("state %d, cut before step %d of %d: %v", i, n, len(tp.steps), err)
		}
	}
}

// The control: without flushes the same replay must find the store broken, else it proves
// nothing. It runs in a child, because a corrupt file may crash whoever opens it.
func TestPowerCutFindsMissingFlushes(t *testing.T) {
	tp := record(t, false)
	random := rand.New(rand.NewPCG(5, 6))
	const states = 12
	broken := 0
	for i := 0; i < states && broken < states/2; i++ {
		image, acked := tp.cut(len(tp.steps), func() bool { return random.Float64() < 0.9 })
		if !settledInChild(t, tp, image, acked) {
			broken++
		}
	}
	if broken < states/2 {
		t.Fatalf("only %d of %d states without flushes were found broken", broken, states)
	}
}

// The other control: the meta page of a commit is there and its data is not.
func TestPowerCutFindsMetaBeforeData(t *testing.T) {
	tp := record(t, true)
	last := len(tp.steps) - 1
	for !(tp.steps[last].isWrite() && tp.steps[last].off < 2*4096) {
		last--
	}
	image, acked := tp.cut(last, func() bool { return true })
	if !settledInChild(t, tp, image, acked) {
		t.Fatal("without the meta page, the commit before it is not there")
	}
	data := last - 1
	for tp.steps[data].isWrite() || tp.steps[data].isFlush() && data == last-1 {
		data--
	}
	image, acked = tp.cut(data+1, func() bool { return true })
	image = patch(image, tp.steps[last].off, tp.steps[last].data)
	if settledInChild(t, tp, image, acked) {
		t.Fatal("a meta page that points to data which is not there was not noticed")
	}
}

func settledInChild(t *testing.T, tp *tape, image []byte, acked core.Seq) bool {
	t.Helper()
	dir := t.TempDir()
	tp.place(t, dir, image)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), asSettled+"="+dir, fmt.Sprintf("%s=%d", asAcked, acked))
	return runLimited(cmd) == nil
}
