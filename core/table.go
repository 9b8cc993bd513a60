package core

import "time"

// Table is what one lock is to know by itself, for when nobody answers it: who opens, when, and
// until when [lock.offline]. rules.Table makes it of the configuration alone; Credential is
// filled in by whoever may open the store. It is never kept: Sync says which one a lock has.
type Table struct {
	Version   Seq           // Sync.Wanted: the input that made it what it is
	OpenFor   time.Duration // of a momentary opening
	Rows      []Row         // the most important first: a lock with less room drops from the end
	Schedules []Schedule    // that rows name by their place, at most 255; weekly windows without dates
	Zone      []ZoneOffset  // of the site's wall clock, ascending; the first holds since ever
}

// Row is one key in a lock's table.
type Row struct {
	Key        KeyID
	Person     PersonID
	Kind       KeyKind
	From       int64         // ns UTC, inclusive; 0: always was
	Until      int64         // ns UTC, exclusive; 0: for ever
	Lease      time.Duration // good for so long after the lock last met its hub; 0: for ever
	Schedules  []uint8       // places in Table.Schedules, a union; empty: at all times
	Ask        bool          // the hub's word first, because the key may do more than open; else the row
	Credential Secret        // as core.ParseCredential reads it
}

// ZoneOffset is one stretch of a zone: from From on (ns UTC), so many seconds east of UTC.
type ZoneOffset struct {
	From int64
	East int32
}

// Sync is a lock's table as it should be and as the lock said last that it is (lock.sync). A
// revocation is done when Gone no longer names the key.
type Sync struct {
	Wanted   Seq     `json:"wanted,omitempty"`   // 0: the lock shall have no table
	Since    Instant `json:"since,omitzero"`     // when Wanted became so
	Over     int64   `json:"over,omitempty"`     // ns UTC: its schedules' dates want another then; 0: never
	Reported Seq     `json:"reported,omitempty"` // 0: it has not said, or has one that is not ours
	At       Instant `json:"at,omitzero"`        // when it said so last, or was met later at most; leases count from here
	Rows     int     `json:"rows,omitempty"`     // keys that it holds
	Left     int     `json:"left,omitempty"`     // keys of its table that are not in it
	LeftFor  LeftFor `json:"leftFor,omitempty"`  // why
	Unfit    int     `json:"unfit,omitempty"`    // codes that it cannot hold, for what it lacks (Lock.Lacks): they do not open there
	Gone     []Gone  `json:"gone,omitempty"`     // keys that it may still open for, and shall not; by key
	More     int     `json:"more,omitempty"`     // of those, how many are not listed
	Past     []Gone  `json:"past,omitempty"`     // the last that it has let go, for entries of its journal that come after
	// Freeing is the Release that the lock has not answered yet.
	Freeing CommandID `json:"freeing,omitzero"`
}

// Done is true when the lock has said that it holds what it should.
func (s Sync) Done() bool { return s.Wanted == s.Reported && !s.At.IsZero() }

// Gone is a key that was taken away, or made to end sooner, and that a lock may still hold as it
// was.
type Gone struct {
	Key    KeyID         `json:"key"`
	Person PersonID      `json:"person,omitempty"`
	Kind   KeyKind       `json:"kind,omitempty"`
	Since  Seq           `json:"since"`           // the input that took it away
	At     Instant       `json:"at"`              // when
	Until  int64         `json:"until,omitempty"` // ns UTC: it ends there by itself in any case; 0: no end of its own
	Lease  time.Duration `json:"lease,omitempty"` // and so long after the lock last met us; 0: never
}

// Ends is when a lock stops opening for it without us: ns UTC; 0: never. met is Sync.At.
func (g Gone) Ends(met Instant) int64 {
	end := g.Until
	if lease := met.Wall + int64(g.Lease); g.Lease != 0 && !met.IsZero() && (end == 0 || lease < end) {
		end = lease
	}
	return end
}

// Outlives is Gone.Ends for a key in this door's lock: while the lock is heard its leases begin anew
// all the time, and it meets us at this moment.
func (s *DoorState) Outlives(g Gone, now Instant) int64 {
	if s.Link.Heard {
		return g.Ends(now)
	}
	return g.Ends(s.Sync.At)
}

// MaxGone bounds Sync.Gone; beyond it Sync.More counts. MaxPast bounds Sync.Past.
const (
	MaxGone = 512
	MaxPast = 64
)

// TablePolicy says what a door's lock does with its table (Tiers at the lock).
type TablePolicy uint8

const (
	TableFirst    TablePolicy = iota // its own table, then the hub, then no
	TableFallback                    // the hub; its own table when no verdict comes in time
	TableNone                        // it has no table: without the hub nobody opens
)

var tablePolicyNames = []string{"first", "fallback", "none"}

func (p TablePolicy) String() string                { return enumName(tablePolicyNames, p) }
func (p TablePolicy) MarshalText() ([]byte, error)  { return []byte(p.String()), nil }
func (p *TablePolicy) UnmarshalText(t []byte) error { return enumParse(tablePolicyNames, t, p) }

// Leases of keys in tables when the settings say nothing (OUR RULES, offline keys in locks).
const (
	DefaultTagLease = 30 * 24 * time.Hour // tags and digital keys
	DefaultPINLease = 72 * time.Hour      // PINs, and everything of a guest
)

// Talks counts the connections to a lock on one local day: they are its battery.
type Talks struct {
	Day   string `json:"day,omitempty"` // "2026-11-22", in the site's zone
	Links int    `json:"links,omitempty"`
}

// LinkBudget is how many connections a lock should need in a day; above it only what matters is
// worth one.
const LinkBudget = 300
