package store

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

const dbFile = "site.db"

// schema is the layout below. A change of meaning raises it and comes with a migration; a new
// bucket or a new field with a working zero does not.
const schema = 1

// The buckets. Besides these there is one for each core.Kind, by its word: id -> item.
var (
	bucketMeta    = []byte("meta")
	bucketLedger  = []byte("ledger")  // seq, 8 bytes big-endian -> line; the bucket's sequence counts the rows
	bucketAsked   = []byte("asked")   // request id -> seq of the first entry that carried it
	bucketHistory = []byte("history") // kind 0 id 0 seq -> version
	bucketDoors   = []byte("doors")   // door id -> core.DoorState
	bucketPast    = []byte("past")    // seq -> standing: the checkpoints
	bucketCounts  = []byte("counts")  // person id 0 seq -> core.Count: versions, as in the history
	bucketKeys    = []byte("persons") // person id -> the person's key, sealed by the site's
	bucketNames   = []byte("names")   // person id -> core.Name, sealed by the person's key
	bucketSecrets = []byte("secrets") // person id 0 key id -> secret, sealed by the person's key
)

// In bucketMeta. The schema is the one value that is no record: plain digits, for every release
// to come.
var (
	metaSchema = []byte("schema")
	metaHub    = []byte("hub")   // core.HubState
	metaLast   = []byte("last")  // mark
	metaCheck  = []byte("check") // a known text, sealed: tells a wrong site.key at once
	metaBackup = []byte("copy")  // set in a backup: whoever opens it takes a new epoch
	metaAhead  = []byte("ahead") // rows were written ahead of an input (ahead.go); nothing
	metaErased = []byte("erase") // erasing: somebody was erased, and not every trace is gone
)

// mark is how far the store is.
type mark struct {
	Seq    core.Seq     `json:"seq"`
	At     core.Instant `json:"at,omitzero"`
	Config core.Seq     `json:"config,omitempty"` // the input that made the configuration
	Copied core.Seq     `json:"copied,omitempty"` // the last input that changed what a copy holds
}

var kinds = []core.Kind{core.KindSettings, core.KindPerson, core.KindKey, core.KindGroup,
	core.KindSchedule, core.KindDoor, core.KindLock, core.KindRepeater, core.KindCalendar,
	core.KindVoucher, core.KindDealer, core.KindPod, core.KindBooking, core.KindConsoleKey, core.KindAPIKey}

// addedBuckets are those that the first release did not have. Any other that is missing is damage.
var addedBuckets = [][]byte{bucketOf(core.KindRepeater), bucketOf(core.KindCalendar), bucketPast, bucketCounts,
	bucketOf(core.KindVoucher), bucketOf(core.KindDealer), bucketOf(core.KindPod), bucketOf(core.KindBooking),
	bucketOf(core.KindConsoleKey), bucketOf(core.KindAPIKey)}

func bucketOf(k core.Kind) []byte { return []byte(k.String()) }

func allBuckets() [][]byte {
	bs := [][]byte{bucketMeta, bucketLedger, bucketAsked, bucketHistory, bucketDoors, bucketPast, bucketCounts, bucketKeys,
		bucketNames, bucketSecrets}
	for _, k := range kinds {
		bs = append(bs, bucketOf(k))
	}
	return bs
}

func seqKey(n core.Seq) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

func seqOf(k []byte) core.Seq {
	if len(k) != 8 {
		return 0
	}
	return core.Seq(binary.BigEndian.Uint64(k))
}

// pairKey joins ids; a zero byte cannot be part of one.
func pairKey(ids ...string) ([]byte, error) {
	for _, id := range ids {
		if id == "" || strings.IndexByte(id, 0) >= 0 {
			return nil, fmt.Errorf("store: %q cannot be an id", id)
		}
	}
	return []byte(strings.Join(ids, "\x00")), nil
}

// settings are measured ones (facts: reliability 1.6): a page of 4096 bytes also where the
// system's is larger, a map of free pages, and a mapping large enough that growth never waits
// for a reader.
func (o Options) settings() *bolt.Options {
	return &bolt.Options{
		Timeout:         2 * time.Second,
		PageSize:        4096,
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: 256 << 20,
		MaxSize:         o.MaxSize,
	}
}

// allocSize is how much the file grows at a time.
const allocSize = 1 << 20

func (s *Store) openDB(path string) (*bolt.DB, error) {
	db, err := bolt.Open(path, 0o600, s.opt.settings())
	if err != nil {
		return nil, opened(path, err)
	}
	db.AllocSize = allocSize
	return db, nil
}

// checkSchema refuses a newer release's database before anything else of it is believed.
func checkSchema(tx *bolt.Tx, path string) error {
	meta := tx.Bucket(bucketMeta)
	if meta == nil {
		return fmt.Errorf("%w: no meta in %s", ErrDamaged, path)
	}
	n, err := strconv.Atoi(string(meta.Get(metaSchema)))
	switch {
	case err != nil || n < 1:
		return fmt.Errorf("%w: no schema in %s", ErrDamaged, path)
	case n > schema:
		return core.Errorf(core.CodeRefused, "%s was written by a newer localiq: its schema is %d, this release knows up to %d", path, n, schema).
			Advise("install the newer release again, or restore a backup that this one made")
	}
	return nil
}
