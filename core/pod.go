package core

import (
	"fmt"
	"slices"
	"strings"
)

// Pod is a company in a shared building [pod]: its members (who name it in Person.Pod), the doors that
// are its own, and how many guests its members may have. What opens these doors are ordinary groups
// that name the pod (Group.Pod); only its members and their guests are in them.
type Pod struct {
	ID     PodID    `json:"id"`
	Name   string   `json:"name"`            // unique in the site, whatever its case
	Doors  []DoorID `json:"doors,omitempty"` // sorted
	Guests int      `json:"guests,omitempty"`
}

func (p Pod) Ref() Ref { return Ref{KindPod, string(p.ID)} }

// The seeds' codes for pods.
const (
	CodePodName      Code = 2213 // another pod has the name
	CodePodDoor      Code = 2214 // a door is not on the site
	CodePodEmail     Code = 2215 // no member has an e-mail
	CodePodTwice     Code = 2216 // a member is named twice
	CodePodOther     Code = 2217 // a member belongs to another pod
	CodePodTag       Code = 2218 // two members have one tag
	CodePodLimit     Code = 2219 // there are more guests than the new limit allows
	CodePodMember    Code = 2220 // not with somebody who is in a pod
	CodePodFull      Code = 2221 // more guests than the limit allows
	CodePodNotItsOwn Code = 2222 // a door is not the pod's
)

// MaxPodGuests bounds Pod.Guests.
const MaxPodGuests = 10_000

// Pod is nil for one that is not there.
func (c *Config) Pod(id PodID) *Pod { return row(c.Pods, id, func(p *Pod) PodID { return p.ID }) }

// InPod is the pod that a person's rights are within: as a member, or as a guest of one; "": none.
func (p *Person) InPod() PodID {
	if p.Pod != "" {
		return p.Pod
	}
	return p.Guest.Pod
}

// checkPods holds what is true of every configuration; podsFrom, what is true of a change of one.
func (c *Config) checkPods() error {
	named := map[string]bool{}
	for i := range c.Pods {
		p := &c.Pods[i]
		name := strings.ToLower(strings.TrimSpace(p.Name))
		switch {
		case name == "":
			return Errorf(CodeInvalid, "%s has no name", p.Ref())
		case named[name]:
			return Errorf(CodePodName, "a pod with the name %q is on this site already", p.Name)
		case p.Guests < 0 || p.Guests > MaxPodGuests:
			return Errorf(CodeInvalid, "pod %s: %d guests; it must be 0 to %d", p.Name, p.Guests, MaxPodGuests)
		case !slices.IsSorted(p.Doors):
			return Errorf(CodeInvalid, "%s: doors are not sorted", p.Ref())
		}
		named[name] = true
		for _, d := range p.Doors {
			if c.Door(d) == nil {
				return Errorf(CodePodDoor, "door %s cannot be added to pod %s, because it is not part of the site", d, p.Name)
			}
		}
	}
	if err := c.checkPodGroups(); err != nil {
		return err
	}
	return c.checkPodPeople()
}

// checkPodGroups: a group of a pod has doors of the pod.
func (c *Config) checkPodGroups() error {
	for i := range c.Groups {
		g := &c.Groups[i]
		if g.Pod == "" {
			continue
		}
		p := c.Pod(g.Pod)
		if p == nil {
			return KindPod.missing(string(g.Pod), g.Ref())
		}
		if err := c.own(p, g.Doors); err != nil {
			return err
		}
	}
	return nil
}

// own refuses doors that are not the pod's.
func (c *Config) own(p *Pod, doors []DoorID) error {
	for _, d := range doors {
		if _, has := slices.BinarySearch(p.Doors, d); !has {
			name := string(d)
			if set := c.Door(d); set != nil {
				name = set.Name
			}
			return Errorf(CodePodNotItsOwn, "%s cannot be used, because it is not part of pod %s", name, p.Name).Advise("add it to the pod first")
		}
	}
	return nil
}

func (c *Config) checkPodPeople() error {
	guests := map[PodID]int{}
	for i := range c.People {
		p := &c.People[i]
		for _, g := range p.Groups {
			if len(c.Pods) == 0 {
				break // no group is a pod's
			}
			if of := c.Group(g); of.Pod != "" && of.Pod != p.InPod() {
				return Errorf(CodeInvalid, "%s is in group %s, which only members of pod %s and their guests are in", p.Ref(), of.Name, c.podName(of.Pod))
			}
		}
		pod := c.Pod(p.InPod())
		switch {
		case p.InPod() == "":
			continue
		case pod == nil:
			return KindPod.missing(string(p.InPod()), p.Ref())
		case p.Pod != "" && p.Guest.Is():
			return Errorf(CodePodMember, "%s is a guest and a member of pod %s", p.Ref(), pod.Name).Advise("remove them from the pod first")
		case p.Guest.Pod == "":
			continue
		}
		if err := c.checkPodGuest(p, pod); err != nil {
			return err
		}
		if guests[pod.ID]++; guests[pod.ID] > pod.Guests {
			return Errorf(CodePodFull, "pod %s has its %s already, and takes no more", pod.Name, countOf(pod.Guests, "guest"))
		}
	}
	return nil
}

// checkPodGuest: whatever lets a guest of a pod in, it is at the pod's own doors.
func (c *Config) checkPodGuest(p *Person, pod *Pod) error {
	if p.Role != RoleUser || p.Master || p.Anywhere {
		return Errorf(CodePodNotItsOwn, "%s is a guest of pod %s, and opens the pod's doors alone", p.Ref(), pod.Name)
	}
	for _, g := range p.Groups {
		if err := c.own(pod, c.Group(g).Doors); err != nil {
			return err
		}
	}
	for i := range c.Bookings {
		if b := &c.Bookings[i]; b.Person == p.ID {
			if err := c.own(pod, []DoorID{b.Door}); err != nil {
				return err
			}
		}
	}
	return nil
}

// podsFrom refuses what nobody may do to a site with pods: a limit below the guests that are there, and
// deleting or moving a member who is not out of the pod yet. It is asked before checkPods.
func (c *Config) podsFrom(before *Config) error {
	for i := range before.Pods {
		was := &before.Pods[i]
		is := c.Pod(was.ID)
		if is == nil || is.Guests >= was.Guests {
			continue
		}
		n := 0
		for i := range c.People {
			if c.People[i].Guest.Pod == is.ID {
				n++
			}
		}
		if n > is.Guests {
			return Errorf(CodePodLimit, "pod %s has %s: its limit must be as high or higher", is.Name, countOf(n, "guest"))
		}
	}
	if len(before.Pods) == 0 {
		return nil
	}
	for i := range before.People {
		was := &before.People[i]
		if was.Pod == "" || c.Pod(was.Pod) == nil {
			continue
		}
		if is := c.Person(was.ID); is == nil || is.Pod != was.Pod && is.Pod != "" {
			return Errorf(CodePodMember, "this cannot be done with a member of pod %s", before.podName(was.Pod)).Advise("remove them from the pod first")
		}
	}
	return nil
}

// PodUnreachable refuses a pod of which no member has an e-mail: names are those that will be.
func (c *Config) PodUnreachable(id PodID, names map[PersonID]Name) error {
	pod := c.Pod(id)
	if pod == nil || slices.ContainsFunc(c.People, func(p Person) bool { return p.Pod == id && names[p.ID].Email != "" }) {
		return nil
	}
	return Errorf(CodePodEmail, "at least one member of pod %s must have an e-mail address", pod.Name)
}

func (c *Config) podName(id PodID) string {
	if p := c.Pod(id); p != nil {
		return p.Name
	}
	return string(id)
}

// sameCredential is the refusal of a credential that two keys have.
func (c *Config) sameCredential(k *Key, other KeyID) error {
	a, b := c.Person(k.Person), c.Key(other)
	if b != nil && k.Kind == KeyTag && a.Pod != "" {
		if p := c.Person(b.Person); p != nil && p.ID != a.ID && p.Pod != "" {
			return Errorf(CodePodTag, "the same tag cannot be two pod members': it is key %s already", other)
		}
	}
	return Errorf(CodeInvalid, "%s is the same credential as key %s: it can belong to one person only", k.Ref(), other)
}

func countOf(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
