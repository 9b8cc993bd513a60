package lan

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"localiq/core/order"
)

// Box is a hub as it tells of itself. Nothing of it is proven: anybody on the network can tell
// the like.
type Box struct {
	Name, ID, Version string
	Host              string // localiq-4f2a91c0.local
	Port              int
	API               int    // 0: nothing listens at Port
	Fingerprint       string // of the certificate; "": there is none
	Released          bool
	Addrs             []netip.Addr // IPv4 first; IPv6 of the link alone with its interface
}

// census is what was heard of boxes so far. What one network can have us remember has a bound.
type census struct {
	boxes map[string]*entry       // by instance
	hosts map[string][]netip.Addr // of those that some box said it is on
}

type entry struct {
	srv *dns.SRV // nil: not heard yet
	txt *dns.TXT
}

const (
	mostBoxes = 256
	mostAddrs = 16 // of a host
)

func newCensus() *census {
	return &census{map[string]*entry{}, map[string][]netip.Addr{}}
}

// hear takes in an answer that came over the interface of this name.
func (c *census) hear(m *dns.Msg, over string) {
	if !m.Response {
		return
	}
	all := append(slices.Clip(m.Answer), m.Extra...)
	for _, rr := range all {
		c.service(rr)
	}
	for _, rr := range all { // now that it is known whose addresses count
		c.address(rr, over)
	}
}

func (c *census) service(rr dns.RR) {
	gone := rr.Header().Ttl == 0
	switch rr := rr.(type) {
	case *dns.PTR:
		if name := strings.ToLower(rr.Ptr); strings.HasSuffix(name, ofType) && strings.EqualFold(rr.Hdr.Name, ofType[1:]) {
			if gone {
				delete(c.boxes, name)
				return
			}
			c.entry(name)
		}
	case *dns.SRV:
		host := strings.ToLower(rr.Target)
		known, wanted := c.hosts[host]
		if e := c.entry(strings.ToLower(rr.Hdr.Name)); e != nil && !gone && (wanted || len(c.hosts) < 2*mostBoxes) {
			e.srv, c.hosts[host] = rr, known
		}
	case *dns.TXT:
		if e := c.entry(strings.ToLower(rr.Hdr.Name)); e != nil && !gone {
			e.txt = rr
		}
	}
}

const ofType = "." + Type + "." + domain

func (c *census) entry(name string) *entry {
	if e := c.boxes[name]; e != nil {
		return e
	}
	if !strings.HasSuffix(name, ofType) || len(c.boxes) == mostBoxes {
		return nil
	}
	c.boxes[name] = &entry{}
	return c.boxes[name]
}

func (c *census) address(rr dns.RR, over string) {
	var a netip.Addr
	switch rr := rr.(type) {
	case *dns.A:
		a, _ = netip.AddrFromSlice(rr.A.To4())
	case *dns.AAAA:
		a, _ = netip.AddrFromSlice(rr.AAAA)
	}
	if a.Is6() && a.IsLinkLocalUnicast() {
		a = a.WithZone(over)
	}
	host := strings.ToLower(rr.Header().Name)
	known, wanted := c.hosts[host]
	if wanted && a.IsValid() && rr.Header().Ttl > 0 && len(known) < mostAddrs && !slices.Contains(known, a) {
		c.hosts[host] = append(known, a)
	}
}

// known are the boxes of which all is known, by name.
func (c *census) known() (out []Box) {
	for _, name := range slices.Sorted(maps.Keys(c.boxes)) {
		e := c.boxes[name]
		if e.srv == nil || e.txt == nil {
			continue
		}
		if b := e.box(); len(c.hosts[strings.ToLower(e.srv.Target)]) > 0 {
			b.Addrs = slices.Clone(c.hosts[strings.ToLower(e.srv.Target)])
			order.By(b.Addrs, nearer)
			out = append(out, b)
		}
	}
	return out
}

// nearer puts first what works without further words: IPv4, then IPv6 that has no zone.
func nearer(a, b netip.Addr) int {
	rank := func(a netip.Addr) int {
		switch {
		case a.Is4():
			return 0
		case a.Zone() == "":
			return 1
		}
		return 2
	}
	return cmp.Or(rank(a)-rank(b), a.Compare(b))
}

// questions are those that bring what is missing.
func (c *census) questions() *dns.Msg {
	m := question()
	m.Question = m.Question[:1]
	ask := func(name string, kinds ...uint16) {
		for _, k := range kinds {
			if len(m.Question) < 16 { // the rest another time
				m.Question = append(m.Question, dns.Question{Name: name, Qtype: k, Qclass: dns.ClassINET})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.boxes)) {
		switch e := c.boxes[name]; {
		case e.srv == nil || e.txt == nil:
			ask(name, dns.TypeSRV, dns.TypeTXT)
		case len(c.hosts[strings.ToLower(e.srv.Target)]) == 0:
			ask(e.srv.Target, dns.TypeA, dns.TypeAAAA)
		}
	}
	return m
}

func (e *entry) box() Box {
	b := Box{Name: read(e.srv.Hdr.Name[:len(e.srv.Hdr.Name)-len(ofType)]), Host: read(strings.TrimSuffix(e.srv.Target, ".")), Port: int(e.srv.Port)}
	for _, pair := range e.txt.Txt {
		key, value, _ := strings.Cut(read(pair), "=")
		switch strings.ToLower(key) {
		case "id":
			b.ID = value
		case "version":
			b.Version = value
		case "api":
			b.API, _ = strconv.Atoi(value)
		case "fp":
			b.Fingerprint = value
		case "released":
			b.Released = value == "1"
		}
	}
	return b
}

// read takes back how messages are written here: "\ " is a blank, "\195" a byte.
func read(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		if n, err := strconv.ParseUint(s[i+1:min(i+4, len(s))], 10, 8); err == nil && i+3 < len(s) {
			out.WriteByte(byte(n))
			i += 3
			continue
		}
		i++
		out.WriteByte(s[i])
	}
	return strings.ToValidUTF8(out.String(), "�")
}
