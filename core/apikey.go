package core

// APIKeyID names a key of the API: random, and never reused.
type APIKeyID string

// APIKey lets a program act for a person over the LAN: an integration, which is a program's own person, or
// somebody whose program it is. It opens no door by itself. What it is made of is a digest, and what it is
// called is its person's name, which goes with the person.
type APIKey struct {
	ID     APIKeyID `json:"id"`
	Person PersonID `json:"person"` // never ""
	Digest Digest   `json:"digest"` // of ForAPI
	Scope  Scope    `json:"scope"`
	Added  int64    `json:"added,omitempty"` // ns UTC
}

func (k APIKey) Ref() Ref { return Ref{KindAPIKey, string(k.ID)} }

// Scope narrows what a key may of what its person may. Each has those before it: whoever gives people keys
// can give themselves one, so that nothing is kept from them by not opening doors.
type Scope uint8

const (
	ScopeNone    Scope = iota // nothing
	ScopeRead                 // the site, its doors, alerts and events; no keys of people
	ScopeOperate              // open, lock, office mode, acknowledge
	ScopePeople               // users and guests, their keys and bookings
	ScopeAdmin                // whatever the person may
)

var scopeNames = []string{"none", "read", "operate", "people", "admin"}

func (s Scope) String() string                { return enumName(scopeNames, s) }
func (s Scope) MarshalText() ([]byte, error)  { return []byte(s.String()), nil }
func (s *Scope) UnmarshalText(t []byte) error { return enumParse(scopeNames, t, s) }

// MaxAPIKeys bounds those of a site.
const MaxAPIKeys = 64

// APIKeyPrefix begins every key, so that one that got lost is known for what it is. Clients for Seam refuse
// what begins otherwise than with seam_, and take seam_at, seam_cst and seam_pk for something else.
const APIKeyPrefix = "seam_iq_"

// APIKey is nil for what is not there.
func (c *Config) APIKey(id APIKeyID) *APIKey {
	return row(c.APIKeys, id, func(k *APIKey) APIKeyID { return k.ID })
}

// APIKeyOf finds a key by its digest; nil when nobody has it.
func (c *Config) APIKeyOf(d Digest) *APIKey {
	for i := range c.APIKeys {
		if c.APIKeys[i].Digest == d && !d.IsZero() {
			return &c.APIKeys[i]
		}
	}
	return nil
}

// checkAPIKeys asks for no person, as checkConsoleKeys does not.
func (c *Config) checkAPIKeys() error {
	if n := len(c.APIKeys); n > MaxAPIKeys {
		return Errorf(CodeInvalid, "this would be API key %d: a site has at most %d", n, MaxAPIKeys).Advise("take one away that is not used: localiq apikey list")
	}
	seen := map[Digest]bool{}
	for _, k := range c.APIKeys {
		switch {
		case k.Digest.IsZero() || seen[k.Digest]:
			return Errorf(CodeInvalid, "%s has no digest of its own", k.Ref())
		case k.Scope == ScopeNone || k.Scope > ScopeAdmin:
			return Errorf(CodeInvalid, "%s has no scope", k.Ref()).Advise("it is read, operate, people or admin")
		}
		seen[k.Digest] = true
	}
	return nil
}

// ForAPI is what the digest of an API key is made of. The key is 256 random bits, so that one hash under
// the site's key keeps it: nobody tries them out.
func ForAPI(key Secret) []byte { return []byte("api\x00" + key.Reveal()) }

// APIUse is when a key was used last, to the hour, and from where.
type APIUse struct {
	Key  APIKeyID `json:"key"`
	At   Instant  `json:"at"`
	From string   `json:"from,omitempty"`
}

// Of the API on the LAN.
type (
	// APIKeyUsed is told once an hour for each key, and when it comes from elsewhere.
	APIKeyUsed struct {
		Key  APIKeyID
		From string
	}
	// APIRefused: so many requests from there had no key that counts, since that was told last.
	APIRefused struct {
		From  string
		Times int
	}
	// APIShut: the API is not served to the network, and why.
	APIShut struct{ Why string }
)

func (APIKeyUsed) event() {}
func (APIRefused) event() {}
func (APIShut) event()    {}

// Wishes about the API's keys.
type (
	// AddAPIKey makes a key for the integration of that name, which is made as well where there is none, or
	// with Who for that person. Only at the box. Told.Shown is the key, this once.
	AddAPIKey struct {
		Name  string   `json:",omitempty"`
		Who   PersonID `json:",omitempty"`
		Scope Scope
	}
	// DropAPIKey takes one away, by its id or its person's name; its streams end at once.
	DropAPIKey struct{ Key string }
	// ListAPIKeys tells which there are, in Told.APIKeys.
	ListAPIKeys struct{}
)

func (AddAPIKey) wish()   {}
func (DropAPIKey) wish()  {}
func (ListAPIKeys) wish() {}

var apiWishes = []Wish{AddAPIKey{}, DropAPIKey{}, ListAPIKeys{}}

// LANNow is how programs reach the box, in the answer to ListAPIKeys.
type LANNow struct {
	Listens     string `json:"listens,omitempty"`     // the address; "": nobody listens
	Fingerprint string `json:"fingerprint,omitempty"` // of the box's authority, SHA-256 in hex
	Why         string `json:"why,omitempty"`         // nobody listens
}

// APIKeyRow is a key as it is listed.
type APIKeyRow struct {
	ID     APIKeyID `json:"id"`
	Name   string   `json:"name"` // of its person
	Person PersonID `json:"person"`
	Role   Role     `json:"role"`
	Scope  Scope    `json:"scope"`
	Added  int64    `json:"added,omitempty"` // ns UTC
	Used   int64    `json:"used,omitempty"`  // ns UTC, to the hour; 0: never
	From   string   `json:"from,omitempty"`
}
