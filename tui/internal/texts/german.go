package texts

import (
	"maps"
	"sync"
)

// german is the catalogue, made at the first German sentence: a hub that nobody asks in German never has it. The words
// are those of the trade: Anlage, Besitzer, Tag, Office-Modus, Zutritt.
var german = sync.OnceValue(func() map[string]string {
	all := germanWords()
	for _, part := range []map[string]string{germanKeys(), germanDoors(), germanPeople(), germanSite(), germanTalk(), germanHardware(), germanCore(), germanEvents()} {
		maps.Copy(all, part)
	}
	return all
})
