package texts

// germanEvents are what the hub puts into an event's detail, as far as it is always the same, and words of bolts.
func germanEvents() map[string]string {
	return map[string]string{
		"locked|bolt": "verriegelt", "unlocked|bolt": "entriegelt", "office|bolt": "im Office-Modus", "privacy|bolt": "von innen verriegelt", "jammed|bolt": "klemmt", "unknown|bolt": "unbekannt",
		"hub|by": "den Hub", "handle|by": "die Klinke", "relock|by": "sich selbst", "hold end|by": "das Ende der Haltezeit", "key|by": "einen Schlüssel", "table|by": "seine Tabelle",
		"lost": "verloren", "Mon 15:04": "Mon 15:04",
		"this day is closed": "dieser Tag ist geschlossen", "the sensor does not tell": "der Sensor berichtet nicht", "the lock runs another firmware": "das Schloss hat eine andere Firmware", "the door was removed": "die Tür wurde entfernt",
		"superseded": "überholt", "office mode stays on: it belongs to the door": "der Office-Modus bleibt: er gehört zur Tür", "no log is read and no code changed until it gets another": "bis es eine andere bekommt, wird kein Protokoll gelesen und kein Code geändert",
		"locked again and again; somebody or something opens it": "wieder und wieder verriegelt; jemand oder etwas öffnet sie", "it was taken back": "er wurde zurückgenommen", "held open again": "wieder offen gehalten",
		"another PIN was given": "eine andere PIN wurde angegeben",
	}
}
