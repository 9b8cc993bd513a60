package driver_test

import (
	"crypto/sha256"
	"strconv"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/ble/virtual"
	"localiq/core"
)

// nukiDoor is one Nuki of the site.
type nukiDoor struct {
	*softnuki.Lock
	spot
	cfg    softnuki.Config
	linked int // before it was tended
}

// nukiFamily is the hub's, with a vault that seals nothing.
func nukiFamily() driver.Nuki {
	return driver.Nuki{PeerKey: func(salt []byte) [32]byte { return sha256.Sum256(append([]byte("peer"), salt...)) }, AdminPIN: openPIN}
}

// sealPIN and openPIN are the test's vault.
func sealPIN(s core.Secret) core.Sealed {
	if s.Reveal() == "" {
		return nil
	}
	return core.Sealed("sealed " + s.Reveal())
}

func openPIN(l core.Lock) (uint32, bool) {
	digits, ok := strings.CutPrefix(string(l.Admin), "sealed ")
	n, err := strconv.ParseUint(digits, 10, 32)
	return uint32(n), ok && err == nil
}

// inNukis runs a test in a bubble, with both families.
func inNukis(t *testing.T, test func(*site)) {
	t.Helper()
	inNukiSetup(t, setup{}, test)
}

func inNukiSetup(t *testing.T, u setup, test func(*site)) {
	t.Helper()
	inSetup(t, withNuki(u), test)
}

func withNuki(u setup) setup {
	more := u.config
	u.config = func(c *driver.Config) {
		c.Families = append(c.Families, nukiFamily())
		if more != nil {
			more(c)
		}
	}
	return u
}

// nuki puts one as new on the air.
func (s *site) nuki(cfg softnuki.Config) *nukiDoor {
	s.t.Helper()
	n := byte(len(s.nukis) + 1)
	if cfg.ID == 0 {
		cfg.ID = nuki.ID(0x2F3A6B00) + nuki.ID(n)
	}
	if cfg.Memory == nil {
		cfg.Memory = &virtual.RAM{}
	}
	d := &nukiDoor{spot: spot{site: s, addr: ble.Addr{MAC: [6]byte{0x54, 0xd2, 0x72, 0, 0, n}}}, cfg: cfg}
	s.nukis = append(s.nukis, d)
	d.start()
	return d
}

// start is the lock as after a power cut, within earshot.
func (d *nukiDoor) start() {
	d.site.t.Helper()
	l, err := softnuki.New(d.cfg, d.site.clock)
	if err != nil {
		d.site.t.Fatal(err)
	}
	d.Lock = l
	d.site.air.Add(d.addr, l, -60)
}

// pairedNuki is one that is ours, and not tended yet.
func (s *site) pairedNuki(cfg softnuki.Config) *nukiDoor {
	s.t.Helper()
	d := s.nuki(cfg)
	d.hands("pairing on")
	d.pair(d.SetupCode())
	d.hands("pairing off")
	return d
}

func (d *nukiDoor) pair(code string) {
	d.site.t.Helper()
	l, pin, err := d.site.driver.Pair(d.site.t.Context(), code)
	if err != nil {
		d.site.t.Fatalf("pair: %v", err)
	}
	d.core = l
	d.core.Admin = sealPIN(pin)
}

// tendedNuki is one that is looked after, and has told all there was at first.
func (s *site) tendedNuki(cfg softnuki.Config) *nukiDoor {
	s.t.Helper()
	d := s.pairedNuki(cfg)
	d.begin(core.Cursor{})
	return d
}

// begin tends it, and reads up to its first account of itself and of its codes.
func (d *nukiDoor) begin(c core.Cursor) {
	d.site.t.Helper()
	reports, tables := count[core.LockReported](d), count[core.TableReported](d)
	d.tend(c)
	for count[core.LockReported](d) == reports || d.core.Admin != nil && count[core.TableReported](d) == tables {
		d.site.read()
	}
}

func (d *nukiDoor) hands(lines ...string) {
	d.site.t.Helper()
	for _, l := range lines {
		if err := d.Hands(l); err != nil {
			d.site.t.Fatal(err)
		}
	}
}

// rest reads until nothing has come for a while, with the link closed.
func (d *nukiDoor) rest() { d.site.quiet(30 * time.Second) }

// links are those that were made so far.
func (d *nukiDoor) links() int { return d.site.driver.Signals()[d.core.ID].Links }

// entries are the events of a door with a place in its log, in order.
func (d *nukiDoor) entries() (ins []core.Input) {
	for _, in := range d.site.seen {
		if in.Origin.Who == string(d.core.ID) && in.Claim.Index != 0 {
			ins = append(ins, in)
		}
	}
	return ins
}
