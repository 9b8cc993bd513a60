package bench

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"localiq/core"
	"localiq/rules"
)

// The model that casbin's own documents lead to: roles within a domain, the door as the object, and the hours
// as a function of the rule.
const roles = `
[request_definition]
r = sub, dom, obj, act, at

[policy_definition]
p = sub, dom, obj, act, hours

[role_definition]
g = _, _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.dom == p.dom && r.obj == p.obj && r.act == p.act && g(r.sub, p.sub, r.dom) && open(p.hours, r.at)
`

// peer is the town as casbin keeps it. People come to it by name: it need not find out whose tag it is.
func (t town) peer() (*casbin.Enforcer, error) {
	m, err := model.NewModelFromString(roles)
	if err != nil {
		return nil, err
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, err
	}
	var ps, gs [][]string
	hours := map[string]span{}
	for g, one := range t.groups {
		id := fmt.Sprint("group", g)
		hours[id] = one.hours
		for _, d := range one.doors {
			ps = append(ps, []string{id, "site", fmt.Sprint("door", d), "open", id})
		}
	}
	for p, in := range t.member {
		for _, g := range in {
			gs = append(gs, []string{fmt.Sprint("person", p), fmt.Sprint("group", g), "site"})
		}
	}
	e.AddFunction("open", func(args ...any) (any, error) {
		return hours[args[0].(string)].open(int64(args[1].(float64)), t.zone), nil // its numbers are all floats
	})
	if _, err := e.AddPolicies(ps); err != nil {
		return nil, err
	}
	_, err = e.AddGroupingPolicies(gs)
	return e, err
}

func (s span) open(unix int64, z *time.Location) bool {
	at := time.Unix(unix, 0).In(z)
	m := at.Hour()*60 + at.Minute()
	return s.Days[at.Weekday()] && s.From <= m && m < s.To
}

// sides are both answers to the same questions, each made ready beforehand.
type sides struct {
	ours   func(i int) bool
	theirs func(i int) bool
}

func sidesOf(tb testing.TB, people, n int) sides {
	t := townOf(people)
	qs := t.questions(n)
	s, err := t.site()
	if err != nil {
		tb.Fatal(err)
	}
	e, err := t.peer()
	if err != nil {
		tb.Fatal(err)
	}
	var asked []core.Request
	var said [][]any
	for _, q := range qs {
		asked = append(asked, core.Request{Door: doorID(q.door), Kind: core.KeyTag, Digest: tagOf(q.person),
			At: core.Instant{Wall: q.at, Boot: "b", Trust: core.Trusted}})
		said = append(said, []any{fmt.Sprint("person", q.person), "site", fmt.Sprint("door", q.door), "open", q.at / int64(time.Second)})
	}
	return sides{
		ours: func(i int) bool { return rules.Access(s, asked[i%n]).Granted },
		theirs: func(i int) bool {
			ok, err := e.Enforce(said[i%n]...)
			if err != nil {
				tb.Fatal(err)
			}
			return ok
		},
	}
}

// timed is the processor's time for n of the questions, one after the other.
func timed(n int, ask func(int) bool) time.Duration {
	start := worked()
	for i := range n {
		ask(i)
	}
	return worked() - start
}

// worked is the processor's time of this process, its collector's too.
func worked() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

var sizes = []int{500, 5_000, 10_000}

// TestSameAnswers: what is timed against each other says the same, and both yes and no are asked for.
func TestSameAnswers(t *testing.T) {
	for _, people := range sizes {
		const n = 400
		both, yes := sidesOf(t, people, n), 0
		for i := range n {
			a, b := both.ours(i), both.theirs(i)
			if a != b {
				t.Fatalf("%d people, question %d: rules %v, casbin %v", people, i, a, b)
			}
			if a {
				yes++
			}
		}
		if yes < n/10 || yes > n*9/10 {
			t.Errorf("%d people: %d of %d granted: that asks for one answer only", people, yes, n)
		}
	}
}

// BenchmarkCasbin times rules.Access with its whole trail, and casbin, in turns of the same questions, in processor
// time, so that what else runs on the machine slows both alike. The questions are made beforehand for both. What casbin leaves for the
// collector is on its account while it is asked; the rest of it is collected between the turns, on nobody's, so that
// it does not slow ours. Per question: ours, theirs, and how many times ours goes into theirs.
func BenchmarkCasbin(b *testing.B) {
	for _, people := range sizes {
		b.Run(fmt.Sprintf("%d people", people), func(b *testing.B) {
			const n = 512
			both := sidesOf(b, people, n)
			for i := range n {
				if both.ours(i) != both.theirs(i) {
					b.Fatalf("question %d has two answers", i)
				}
			}
			var ours, theirs time.Duration
			const turns = 50 // of ours for each of theirs: one alone is too short for a clock
			asked := 0
			for b.Loop() {
				theirs += timed(n, both.theirs)
				runtime.GC()
				ours += timed(n*turns, both.ours)
				asked += n
			}
			a, c := float64(ours)/float64(asked*turns), float64(theirs)/float64(asked)
			b.ReportMetric(a, "ns/access")
			b.ReportMetric(c, "ns/casbin")
			b.ReportMetric(c/a, "times-faster")
			b.ReportMetric(0, "ns/op")
		})
	}
}
