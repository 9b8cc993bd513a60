package lan

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// claim is a name that we want or have, and what is true of it. It decides about messages, and
// sends none.
type claim struct {
	service Service
	n       int // of the name: see Service.Instance
	links   []link
}

// flush is the bit that has a record take the place of those before it [RFC 6762, 10.2].
const flush = 1 << 15

// spelled is a label in the way that DNS messages are read here: the responder compares names as
// text with what questions say, and would answer none for a name with a blank otherwise.
func spelled(label string) string {
	return strings.NewReplacer(" ", `\ `, "(", `\(`, ")", `\)`).Replace(label)
}

func (c claim) instance() string {
	return spelled(c.service.Instance(c.n)) + "." + Type + "." + domain
}

func (c claim) host() string { return c.service.Host(c.n) + "." + domain }

// ours is true of what this box says itself: what is sent by multicast comes back.
func (c claim) ours(from netip.Addr) bool {
	return slices.ContainsFunc(c.links, func(l link) bool { return slices.Contains(l.all, from) })
}

// records are those that are ours alone, as they are on a link.
func (c claim) records(index int) []dns.RR {
	out := []dns.RR{
		&dns.SRV{Hdr: head(c.instance(), dns.TypeSRV), Port: uint16(c.service.port()), Target: c.host()},
		&dns.TXT{Hdr: head(c.instance(), dns.TypeTXT), Txt: c.service.text()},
	}
	for _, l := range c.links {
		if l.Index != index {
			continue
		}
		for _, a := range l.addrs {
			out = append(out, address(c.host(), a))
		}
	}
	return out
}

func head(name string, kind uint16) dns.RR_Header {
	return dns.RR_Header{Name: name, Rrtype: kind, Class: dns.ClassINET, Ttl: lives}
}

func address(host string, a netip.Addr) dns.RR {
	if a.Is4() {
		return &dns.A{Hdr: head(host, dns.TypeA), A: net.IP(a.AsSlice())}
	}
	return &dns.AAAA{Hdr: head(host, dns.TypeAAAA), AAAA: net.IP(a.AsSlice())}
}

// probe asks whether anybody has our names, and says what we would tell of them [RFC 6762, 8.1].
func (c claim) probe(index int) *dns.Msg {
	m := new(dns.Msg)
	m.Question = []dns.Question{{Name: c.instance(), Qtype: dns.TypeANY, Qclass: dns.ClassINET},
		{Name: c.host(), Qtype: dns.TypeANY, Qclass: dns.ClassINET}}
	m.Ns = c.records(index)
	return m
}

// answer tells all that is ours on a link.
func (c claim) answer(index int) *dns.Msg {
	m := new(dns.Msg)
	m.Response, m.Authoritative, m.Compress = true, true, true
	for _, rr := range c.records(index) {
		rr.Header().Class |= flush
		m.Answer = append(m.Answer, rr)
	}
	return m
}

// question has a responder tell the service, and with it that there is this type of service.
func question() *dns.Msg {
	m := new(dns.Msg)
	m.Question = []dns.Question{{Name: Type + "." + domain, Qtype: dns.TypePTR, Qclass: dns.ClassINET},
		{Name: "_services._dns-sd._udp." + domain, Qtype: dns.TypePTR, Qclass: dns.ClassINET}}
	return m
}

// asked is true of a question that the responder leaves to us: for the host's addresses, and
// somebody's probe for one of our names, which has to be answered or they take it.
func (c claim) asked(m *dns.Msg) bool {
	if m.Response {
		return false
	}
	return slices.ContainsFunc(m.Question, func(q dns.Question) bool {
		if strings.EqualFold(q.Name, c.host()) {
			return q.Qtype == dns.TypeA || q.Qtype == dns.TypeAAAA || q.Qtype == dns.TypeANY
		}
		return len(m.Ns) > 0 && strings.EqualFold(q.Name, c.instance())
	})
}

// disputed is true when an answer of somebody else says of our names what is not so: they have
// one of them. A goodbye is no dispute.
func (c claim) disputed(m *dns.Msg) bool {
	return m.Response && slices.ContainsFunc(append(slices.Clip(m.Answer), m.Extra...), c.contradicts)
}

func (c claim) contradicts(rr dns.RR) bool {
	h := rr.Header()
	if h.Ttl == 0 || h.Class&^flush != dns.ClassINET {
		return false
	}
	switch rr := rr.(type) {
	case *dns.SRV:
		return strings.EqualFold(h.Name, c.instance()) && (int(rr.Port) != c.service.port() || !strings.EqualFold(rr.Target, c.host()))
	case *dns.A:
		return strings.EqualFold(h.Name, c.host()) && !c.mine(rr.A)
	case *dns.AAAA:
		return strings.EqualFold(h.Name, c.host()) && !c.mine(rr.AAAA)
	}
	return false
}

func (c claim) mine(ip net.IP) bool {
	a, ok := netip.AddrFromSlice(ip)
	return ok && c.ours(a.Unmap())
}

// outdone is true of the probe of somebody who wants one of our names at the same time, and has
// the better claim: the greater records [RFC 6762, 8.2]. Both sides come to the same end.
func (c claim) outdone(m *dns.Msg, index int) bool {
	if m.Response || len(m.Ns) == 0 {
		return false
	}
	for _, name := range []string{c.instance(), c.host()} {
		theirs, own := about(name, m.Ns), about(name, c.records(index))
		if len(theirs) > 0 && slices.Compare(theirs, own) > 0 {
			return true
		}
	}
	return false
}

// about are the records of a name in the form and order in which two claims are compared: class,
// type and data.
func about(name string, rrs []dns.RR) (out []string) {
	for _, rr := range rrs {
		if !strings.EqualFold(rr.Header().Name, name) {
			continue
		}
		b := make([]byte, dns.Len(rr)+1)
		end, err := dns.PackRR(rr, b, 0, nil, false)
		if err != nil {
			continue
		}
		// Name, type, class, time to live, length, data: class goes first.
		_, at, err := dns.UnpackDomainName(b, 0)
		if err != nil {
			continue
		}
		b[at+2] &^= flush >> 8
		out = append(out, string(b[at+2:at+4])+string(b[at:at+2])+string(b[at+10:end]))
	}
	slices.Sort(out)
	return out
}

// tells is true of the responder's answer with our name in the list.
func (c claim) tells(m *dns.Msg) bool { return m.Response && c.lists(m.Answer, false) }

// buried is true when somebody takes away what we have in common with them: whoever still has it
// says so within a second [RFC 6762, 10.1].
func (c claim) buried(m *dns.Msg) bool { return m.Response && c.lists(m.Answer, true) }

func (c claim) lists(rrs []dns.RR, over bool) bool {
	return slices.ContainsFunc(rrs, func(rr dns.RR) bool {
		p, ok := rr.(*dns.PTR)
		if !ok || over != (p.Hdr.Ttl == 0) {
			return false
		}
		return strings.EqualFold(p.Ptr, c.instance()) || over && strings.EqualFold(p.Ptr, Type+"."+domain)
	})
}
