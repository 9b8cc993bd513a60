package rules

import (
	"strings"

	"localiq/core"
)

// TagsLinger warns who hands on a tag that was given back: where a lock has not let go of one, it still
// opens by the right that it had there. Which tag that is nobody knows any more; nil: no lock is behind.
func TagsLinger(s *core.Site, at core.Instant) []string {
	var behind []string
	for i := range s.Doors {
		st := &s.Doors[i]
		for _, g := range st.Sync.Gone {
			if end := st.Outlives(g, at); g.Kind == core.KeyTag && s.Config.Key(g.Key) == nil && (end == 0 || end > at.Wall) {
				behind = append(behind, s.Config.Doors[i].Name)
				break
			}
		}
	}
	if behind == nil {
		return nil
	}
	return []string{"not told yet that a tag was given back: " + strings.Join(behind, ", ") +
		"; if it is this one, it opens there as whose it was before"}
}
