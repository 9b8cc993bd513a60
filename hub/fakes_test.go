package hub

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// disk is a ledger whose commits can be held up or made to fail.
type disk struct {
	mu      sync.Mutex
	site    *core.Site
	entries []core.Entry
	fail    error
	tried   int
	spent   []core.VoucherID // that the database has forgotten
	held    chan struct{}    // nil: commits go through; else they wait until it is closed
}

func (d *disk) Commit(es []core.Entry) error {
	d.mu.Lock()
	held := d.held
	d.mu.Unlock()
	if held != nil {
		<-held
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tried++
	if d.fail != nil {
		return d.fail
	}
	for _, e := range es {
		if e.Input.ID <= d.site.Seq {
			return errors.New("a number came twice")
		}
		d.site = d.site.Apply(e.Input.ID, e.Input.At, e.Decision.Changes)
	}
	d.entries = append(d.entries, es...)
	return nil
}

func (d *disk) Since(seq core.Seq, n int) (out []core.Entry, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range d.entries {
		if e.Input.ID > seq && len(out) < n {
			out = append(out, e)
		}
	}
	return out, nil
}

func (d *disk) Last(n int) ([]core.Entry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.entries[max(0, len(d.entries)-n):]), nil
}

func (d *disk) Answered(request string) (core.Seq, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range d.entries {
		if e.Input.Origin.Request == request {
			return e.Input.ID, true
		}
	}
	return 0, false
}

func (d *disk) hold() (release func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := make(chan struct{})
	d.held = c
	return func() {
		d.mu.Lock()
		d.held = nil
		d.mu.Unlock()
		close(c)
	}
}

func (d *disk) commits() int { d.mu.Lock(); defer d.mu.Unlock(); return d.tried }

func (d *disk) break_(err error) { d.mu.Lock(); d.fail = err; d.mu.Unlock() }

// air records commands, and says what a test has it say.
type air struct {
	mu   sync.Mutex
	done []core.Command
	out  chan<- core.Input

	last  []core.Event  // said when it is to end
	stuck chan struct{} // and then it does not end before this is closed
}

func (a *air) Do(c core.Command) { a.mu.Lock(); a.done = append(a.done, c); a.mu.Unlock() }
func (a *air) Run(ctx context.Context, out chan<- core.Input) error {
	a.mu.Lock()
	a.out = out
	a.mu.Unlock()
	<-ctx.Done()
	for _, e := range a.last {
		out <- core.Input{Origin: core.Origin{Kind: core.FromAir, Who: "l1"}, Event: e}
	}
	if a.stuck != nil {
		<-a.stuck
	}
	return nil
}
func (a *air) Pair(_ context.Context, code string) (core.Lock, core.Secret, error) {
	_, admin, _ := strings.Cut(code, " ")
	return core.Lock{ID: "l2", Family: "fake", Serial: "2", Peer: []byte{7}, Lacks: core.LackAdmin | core.LackTags | core.LackRequests}, core.NewSecret(admin), nil
}

// TakesAdmin: locks of this air have no PIN of nothing but zeros.
func (a *air) TakesAdmin(_ core.Lock, pin core.Secret) error {
	if strings.Trim(pin.Reveal(), "0") == "" {
		return core.Errorf(core.CodeInvalid, "no such PIN")
	}
	return nil
}
func (a *air) Signals() map[core.LockID]core.Signal { return nil }

// of are the commands of one sort so far.
func of[T core.Op](a *air) (out []core.Command) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.done {
		if _, ok := c.Op.(T); ok {
			out = append(out, c)
		}
	}
	return out
}

type names map[core.PersonID]core.Name

func (n names) Names() map[core.PersonID]core.Name { return n }

// Credentials are what the fake has: the id itself.
func (n names) Credentials(rows []core.Row) error {
	for i := range rows {
		rows[i].Credential = core.NewSecret(string(rows[i].Key))
	}
	return nil
}

// Secrets are those of two people, whose keys are called after them.
func (n names) Secrets(p core.PersonID) (map[core.KeyID]core.Secret, error) {
	tag, has := map[core.PersonID]string{"rich": "04A1B2C3D4E5F6", "poor": "04A1B2C3D4E5F7"}[p]
	if !has {
		return nil, nil
	}
	return map[core.KeyID]core.Secret{core.KeyID(p + ".tag"): core.NewSecret(tag), core.KeyID(p + ".pin"): core.NewSecret("739214")}, nil
}
func (n names) Digest(k core.KeyKind, b []byte) (d core.Digest) {
	d[0] = byte(k)
	copy(d[1:], b)
	return d
}
func (n names) SealAdmin(l core.LockID, s core.Secret) core.Sealed {
	return core.Sealed("sealed for " + string(l) + ": " + s.Reveal())
}
func (n names) NewPIN(int, func(core.Digest) bool) (core.Secret, error) {
	return core.NewSecret("739214"), nil
}

// rig is a hub in a synctest bubble: one door with one lock, and Ana who may open it.
type rig struct {
	*Hub
	t    *testing.T
	disk *disk
	air  *air
	stop func()
}

func ana() core.Digest { return names{}.Digest(core.KeyTag, []byte{1, 2, 3, 4}) }

func office(t *testing.T) *core.Site {
	c, err := core.NewConfig().With(1, []core.Edit{
		core.Put(core.Settings{Name: "Office", Zone: "UTC"}),
		core.Put(core.Schedule{ID: "day", Name: "Day", Windows: []core.Window{{Days: core.EveryDay, Start: 0, End: core.EndOfDay}}}),
		core.Put(core.Lock{ID: "l1", Family: "fake", Serial: "1"}),
		core.Put(core.Door{ID: "front", Name: "Front", Lock: "l1", Office: core.OfficeEasy, Schedule: "day"}),
		core.Put(core.Group{ID: "staff", Name: "Staff", Doors: []core.DoorID{"front"}}),
		core.Put(core.Person{ID: "ana", Groups: []core.GroupID{"staff"}}),
		core.Put(core.Key{ID: "k1", Person: "ana", Kind: core.KeyTag, State: core.KeyActive, Digest: ana()}),
	}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return core.NewSite(core.HubState{ID: "0a0a0a0a", Epoch: 7}).Apply(1, core.Instant{}, []core.Change{core.ConfigBecame{Next: c}})
}

// The box itself asks and looks, unless a test says who.

func (h *Hub) Ask(ctx context.Context, a core.Asked) core.Told {
	if a.Origin.Kind == core.FromHub {
		a.Origin.Kind = core.FromCLI
	}
	return h.Box().Ask(ctx, a)
}

func (h *Hub) Lines(ctx context.Context, since core.Seq, n int) ([]core.Line, error) {
	return h.Box().Lines(ctx, since, n)
}

func (h *Hub) Watch(ctx context.Context) <-chan *core.Snapshot { return h.Box().Watch(ctx) }

func (h *Hub) seen() *core.Snapshot {
	s, err := h.snapshot(core.Origin{Kind: core.FromCLI})
	if err != nil {
		panic(err)
	}
	return s
}

// inOffice runs f in a bubble with the hub up and the lock heard and reported locked.
func inOffice(t *testing.T, f func(r *rig)) {
	synctest.Test(t, func(t *testing.T) {
		clk := clock.Process()
		r := start(t, clk, &disk{site: office(t)})
		defer func() { r.stop() }()
		r.says(core.LockHeard{Lock: "l1"})
		r.says(core.LockReported{Lock: "l1", Bolt: core.BoltLocked, Contact: core.ContactClosed, Battery: 80, LockBoot: 1})
		f(r)
	})
}

func start(t *testing.T, clk core.Clock, d *disk) *rig {
	r := &rig{t: t, disk: d, air: &air{}}
	r.Hub = New(Config{Site: d.site, Clock: clk, Ledger: d, Private: names{"ana": {First: "Ana", Last: "Novak"}}, Driver: r.air, Version: "test"})
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error)
	go func() { over <- r.Run(ctx) }()
	r.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	synctest.Wait()
	return r
}

// says hands an event of the lock to the hub and waits until nothing moves any more.
func (r *rig) says(e core.Event) {
	r.air.mu.Lock()
	out := r.air.out
	r.air.mu.Unlock()
	out <- core.Input{Origin: core.Origin{Kind: core.FromAir, Who: "l1"}, Event: e}
	synctest.Wait()
}

func (r *rig) tag(d core.Digest, request string) {
	r.says(core.AccessRequested{Lock: "l1", Request: core.RequestID(request), Kind: core.KeyTag, Digest: d})
}

// told are the notices kept so far of one sort.
func (r *rig) told(w core.What) (out []core.Notice) {
	r.disk.mu.Lock()
	defer r.disk.mu.Unlock()
	for _, e := range r.disk.entries {
		for _, n := range e.Decision.Notices {
			if n.What == w {
				out = append(out, n)
			}
		}
	}
	return out
}

// steppable is a clock whose wall can be set.
type steppable struct {
	core.Clock
	step atomic.Int64
}

func (c *steppable) Now() core.Instant {
	i := c.Clock.Now()
	i.Wall += c.step.Load()
	return i
}
