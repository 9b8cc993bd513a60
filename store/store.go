// Package store keeps a site on one card, in one bbolt file, and is the only room that says
// bucket.
//
// What it promises: Commit returns once its entries would survive a power cut, and what it
// refused is nowhere. Everything else follows from how the file is used:
//
//   - One exported method is one transaction. Readers copy out under short views, never more
//     than 256 rows, because a long view makes the file grow and stalls the writer.
//   - Every value is a record: a version byte, a CRC-32C, and JSON or ciphertext. bbolt has no
//     checksum on its data pages; Check walks ours.
//   - The file is never initialised in place, and is checked before it is used. A damaged one is
//     set aside, not deleted, and the configuration comes back from the newest of two copies.
//   - What leads to a person (name, e-mail, PIN, tag number) is in no versioned place. It is
//     sealed under a key of that person's own; erasing destroys the key and every trace of it (erase.go).
//
// In the directory: site.db; site.key (see vault); lock, held while a hub runs; site.copy.a and
// site.copy.b; site.spent, the vouchers that were redeemed; site.db.damaged-* after a restore.
//
// Reading order: this file, layout.go (what is in which bucket), record.go, commit.go, load.go;
// then ledger.go and private.go; then what happens on bad days: check.go, child.go, copies.go,
// restore.go, erase.go, compact.go.
package store

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/store/vault"
)

// Store is an open site. Its methods may be called from any goroutine.
type Store struct {
	dir   string
	opt   Options
	vault *vault.Vault
	lock  *os.File
	told  string // what Restored says

	mu sync.RWMutex // held for reading around each transaction; for writing while db is replaced
	db *bolt.DB

	writing sync.Mutex // one Commit at a time; guards what follows
	last    mark
	checked mark // of the newest checkpoint
	oldest  mark // of the oldest line, as far as it is known; Seq 0: it is not
	thinned [2]thinning
	broken  error // set when the disk may hold what Commit refused: nothing more is written
	litter  bool  // rows may have been written ahead of an input that was not kept

	names  atomic.Pointer[names]
	spent  atomic.Pointer[[]core.VoucherID] // sorted
	keeper *keeper

	copying  sync.Mutex
	nextCopy int // index into copyFiles
}

// Options have a working zero value.
type Options struct {
	// CheckFirst checks the database file before this process maps it: a damaged file can crash
	// or hang whoever opens it, so main gives InChild here. What it returns wraps ErrDamaged only
	// when the file is at fault, because then the file is replaced. nil: Check, in this process.
	CheckFirst func(path string) error
	// Keep is how many entries the ledger holds before each new one pushes out the oldest.
	// 0: 150,000,
	// which is about half of MaxSize.
	Keep int
	// Every is how many inputs lie between two checkpoints. 0: 1000.
	Every int
	// MaxSize bounds the file, so that a runaway cannot fill the card; near it the ledger gets
	// shorter. 0: 512 MiB.
	MaxSize int
	// Ahead is how many edits of one input go into one transaction; of an input of more, rows are written
	// ahead of it, so many at a time. 0: 4000.
	Ahead int
}

// What a caller decides on.
var (
	ErrDamaged = errors.New("store: the database is damaged") // it is not what a store wrote
	ErrClosed  = errors.New("store: closed")
)

// Open takes the site in dir, and makes an empty one (hub id, random epoch, master key) where
// there is none. It fails with a *core.Error when another process has it, when a newer release
// wrote it, when the key is not the one, and when it is damaged and nothing can be restored.
func Open(dir string, opt Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, opt: opt.filled(), lock: lock}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, s.release())
	}
	s.keeper = keep(s)
	return s, nil
}

func (o Options) filled() Options {
	if o.CheckFirst == nil {
		o.CheckFirst = Check
	}
	if o.Keep == 0 {
		o.Keep = 150_000
	}
	if o.Every == 0 {
		o.Every = 1000
	}
	if o.Ahead == 0 {
		o.Ahead = 4000
	}
	if o.MaxSize == 0 {
		o.MaxSize = 512 << 20
	}
	return o
}

// open leaves s.db and s.vault for release to close when it fails.
func (s *Store) open() error {
	if err := sweep(s.dir); err != nil {
		return err
	}
	if err := s.ready(); err != nil {
		return err
	}
	db, err := s.openDB(s.path(dbFile))
	if err != nil {
		return err
	}
	s.db = db
	if err := s.identify(); err != nil {
		return err
	}
	if err := s.sweepAhead(); err != nil {
		return err
	}
	if err := errors.Join(s.readPrivate(), s.readSpent()); err != nil {
		return err
	}
	s.nextCopy = s.olderCopy()
	return s.finishErasure()
}

// ready leaves a checked database in place: the one that is there, a restored one, a new one.
func (s *Store) ready() error {
	_, err := os.Stat(s.path(dbFile))
	switch {
	case err == nil:
		if err = s.openVault(false); err == nil {
			err = s.opt.CheckFirst(s.path(dbFile))
		}
		if errors.Is(err, ErrDamaged) {
			return s.restore(err)
		}
		return err
	case !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("store: %w", err)
	case s.hasCopy():
		if err := s.openVault(false); err != nil {
			return err
		}
		return s.restore(errors.New("store: the database is missing"))
	}
	if err := s.openVault(true); err != nil {
		return err
	}
	return s.create(nil)
}

func (s *Store) openVault(fresh bool) (err error) {
	s.vault, err = vault.Open(s.dir, fresh)
	return err
}

// Restored tells people, in one sentence, that this Open had to restore the configuration, from
// what, and what was lost. "" when it had not.
func (s *Store) Restored() string { return s.told }

// Close waits for what runs in the background, then lets go of the directory. It is called once;
// a Commit that comes later fails.
func (s *Store) Close() error {
	s.writing.Lock()
	s.broken = ErrClosed
	s.writing.Unlock()
	s.keeper.stop()
	return s.release()
}

func (s *Store) release() (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db != nil {
		err = s.db.Close()
	}
	if e := s.lock.Close(); err == nil {
		err = e
	}
	return err
}

// Digest stands for a credential: a tag's bytes, or a PIN's digits in ASCII.
func (s *Store) Digest(kind core.KeyKind, b []byte) core.Digest { return s.vault.Digest(kind, b) }

// Static is the hub's key pair towards its locks; see vault.Static.
func (s *Store) Static() (private, public [32]byte) { return s.vault.Static() }

// TableKey, AdvertKey, PeerKey, RepeaterKey, SiteKey and SiteWord: see vault.
func (s *Store) TableKey(l core.LockID) [32]byte  { return s.vault.TableKey(l) }
func (s *Store) AdvertKey(l core.LockID) [32]byte { return s.vault.AdvertKey(l) }
func (s *Store) PeerKey(salt []byte) [32]byte     { return s.vault.PeerKey(salt) }
func (s *Store) RepeaterKey() ed25519.PrivateKey  { return s.vault.RepeaterKey() }
func (s *Store) SiteKey() ed25519.PrivateKey      { return s.vault.SiteKey() }
func (s *Store) SiteWord() []byte                 { return s.vault.SiteWord() }

// NewPIN chooses a PIN; see vault.NewPIN.
func (s *Store) NewPIN(digits int, taken func(core.Digest) bool) (core.Secret, error) {
	return s.vault.NewPIN(digits, taken)
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

func (s *Store) view(fn func(*bolt.Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.db.View(fn)
}
