package texts

// germanHardware are radios, repeaters, the hub's insides, and the consoles.
func germanHardware() map[string]string {
	return map[string]string{
		"Radios and locks appear as soon as the hub tells of them.": "Funk und Schlösser erscheinen, sobald der Hub von ihnen berichtet.", "  %d of %d links in use": "  %d von %d Verbindungen in Gebrauch", ", %d waiting": ", %d warten",
		"none yet: the hub is still looking for its adapter": "noch keiner: der Hub sucht noch seinen Adapter", "DOWN%s%s": "AUS%s%s", "up%s": "an%s", ", hears %d/s": ", hört %d/s", "; nearest to": "; am nächsten bei", "; reached over": "; erreicht über",
		"TAKEN AWAY, AND MAY STILL OPEN": "ENTZOGEN, UND ÖFFNET VIELLEICHT NOCH", "   and %d more at %s": "   und %d weitere an %s", "no key: every fitted lock has said that it is gone": "kein Schlüssel: jedes Schloss hat bestätigt, dass er fort ist",
		"%s, %s with %s, taken away %s": "%s, %s mit %s, entzogen %s", "%s; it ends by itself %s": "%s; endet von selbst %s", "%s; it ends when the lock has a PIN that it takes: %s": "%s; endet, wenn das Schloss eine PIN hat, die es nimmt: %s", "%s; it ends when the lock is reached, not before": "%s; endet, wenn das Schloss erreicht wird, nicht früher",
		"today: links since midnight; a battery bears %d a day": "heute: Verbindungen seit Mitternacht; eine Batterie verträgt %d am Tag", "   %-*s %-8s %-10s %-8s TABLE": "   %-*s %-8s %-10s %-8s TABELLE",
		"none yet. Hold a lock's button until it blinks, then: localiq lock add --door NAME": "noch keine. Den Knopf eines Schlosses halten, bis es blinkt, dann: localiq lock add --door NAME", "today %s": "heute %s", "waits: %s": "wartet: %s",
		"door open": "Tür offen", "new firmware": "neue Firmware", "state": "Zustand", "journal": "Speicher", "new table": "neue Tabelle", "keys to take away": "Schlüssel entziehen", "what happened": "was geschah", "somebody at the door": "jemand an der Tür", "to open": "zum Öffnen", "to lock": "zum Verriegeln",
		"not reported": "nicht gemeldet", "OLD, %s too many": "ALT, %s zu viel", "old, %s": "alt, %s", "%s, %d left out": "%s, %d ausgelassen", "%s, in step": "%s, aktuell",
		"scans and connects":      "sucht und verbindet",
		"%s, this one among them": "%s, dieser eingeschlossen", "listens on %s": "hört auf %s", "not served: %s": "nicht angeboten: %s", "%s, %s enrolled": "%s, %s eingetragen", "a claim code is shown for %s": "ein Code wird gezeigt für %s", "%s, %s, %s from %s since %s": "%s, %s, %s von %s seit %s",
		", idle for %s": ", untätig seit %s", "Nobody is here from afar.": "Niemand ist aus der Ferne da.", "%s from %s, %s": "%s von %s, %s", "Whom to throw out? Their key stays: localiq console key revoke takes it away": "Wen abmelden? Der Schlüssel bleibt: localiq console key revoke entzieht ihn", "The session": "Die Sitzung", "this console": "diese Konsole",
		"key code": "Code", "You left before it could be shown: take it back, and make another.": "Sie gingen, bevor er gezeigt werden konnte: nehmen Sie ihn zurück, und machen Sie einen neuen.", "a code with which somebody enrols their own key for SSH, once; or take the open one back (at the box only)": "ein Code, mit dem jemand den eigenen Schlüssel für SSH einträgt, einmal; oder den offenen zurücknehmen (nur am Gerät)",
		"Show the code": "Code zeigen", "A code for the key of %s?": "Ein Code für den Schlüssel von %s?", "making a code": "Code wird erzeugt", "code shown": "Code gezeigt", "Take back": "Zurücknehmen", "Take back %s?": "%s zurücknehmen?",
		"taking it back": "wird zurückgenommen", "taken back": "zurückgenommen", "Code for the key of %s": "Code für den Schlüssel von %s", "Keys for the console are enrolled at the box only.": "Schlüssel für die Konsole werden nur am Gerät eingetragen.",
		"the code for %s": "den Code für %s", "Whoever has it can enrol no key with it any more.": "Wer ihn hat, kann damit keinen Schlüssel mehr eintragen.",
		"A code, good for %s and once: they connect by SSH with their key, and type it": "Ein Code, gut für %s und einmal: die Person verbindet sich über SSH mit ihrem Schlüssel und tippt ihn",
		"the newest is number %s": "das neueste hat die Nummer %s", "%s, asked %s": "%s, gefragt %s", "CANNOT BE WRITTEN: %s": "NICHT BESCHREIBBAR: %s", "DOES NOT ANSWER": "ANTWORTET NICHT", "the site takes %s of at most %s": "die Anlage braucht %s von höchstens %s", "; %s of the card are free": "; %s der Karte sind frei",
		"%s to be decided": "%s zu entscheiden", "%d of %d in use, %s waiting": "%d von %d in Gebrauch, %s warten", "%s to %s": "%s zu %s", "RADIOS' PROCESSES": "FUNKPROZESSE", "answers in %s, %s tasks, %s files open%s": "antwortet in %s, %s Aufgaben, %s Dateien offen%s", ", address": ", Adresse",
	}
}
