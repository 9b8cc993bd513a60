package texts

// germanWords are names of things, one word or two: columns, labels, numbers of things, days and months.
func germanWords() map[string]string {
	return map[string]string{
		"1 door": "Tür|Türen", "1 lock": "Schloss|Schlösser", "1 alert": "Alarm|Alarme", "1 event": "Ereignis|Ereignisse", "1 line": "Zeile|Zeilen",
		"1 key": "Schlüssel|Schlüssel", "1 link": "Verbindung|Verbindungen", "1 day": "Tag|Tage", "1 guest": "Gast|Gäste", "1 tag": "Tag|Tags", "1 PIN": "PIN|PINs",
		"1 phone": "Telefon|Telefone", "1 person": "1 Person", "%d people": "%d Personen", "%s people": "%s Personen", "any number of people": "beliebig viele Personen",

		"Mon": "Mo", "Tue": "Di", "Wed": "Mi", "Thu": "Do", "Fri": "Fr", "Sat": "Sa", "Sun": "So",
		"Monday": "Montag", "Tuesday": "Dienstag", "Wednesday": "Mittwoch", "Thursday": "Donnerstag", "Friday": "Freitag", "Saturday": "Samstag", "Sunday": "Sonntag",
		"Jan": "Jan", "Feb": "Feb", "Mar": "Mär", "Apr": "Apr", "May": "Mai", "Jun": "Jun", "Jul": "Jul", "Aug": "Aug", "Sep": "Sep", "Oct": "Okt", "Nov": "Nov", "Dec": "Dez",
		"January": "Januar", "February": "Februar", "March": "März", "April": "April", "June": "Juni", "July": "Juli", "August": "August",
		"September": "September", "October": "Oktober", "November": "November", "December": "Dezember",
		"2 Jan 15:04": "2. Jan 15:04", "Mon 2 Jan 15:04": "Mon 2. Jan 15:04", "Mon 2 Jan 15:04:05": "Mon 2. Jan 15:04:05",
		"Mon 2 Jan 2006 15:04": "Mon 2. Jan 2006 15:04", "Mon 2 Jan 2006 15:04:05.000": "Mon 2. Jan 2006 15:04:05.000", "Mon 2 Jan 2006": "Mon 2. Jan 2006",
		"Mon 2 Jan": "Mon 2. Jan", "2 Jan 2006 15:04": "2. Jan 2006 15:04", "2 Jan 2006": "2. Jan 2006", "2 Jan 06 15:04": "2. Jan 06 15:04", "2 Jan 06": "2. Jan 06",
		"Monday 2 January 2006": "Monday, 2. January 2006",

		"Doors": "Türen", "Events": "Ereignisse", "Alerts": "Alarme", "Radio": "Funk", "People": "Benutzer", "Guests": "Gäste", "Groups": "Gruppen", "Bookings": "Buchungen",
		"Pods": "Pods", "Schedules": "Zeitpläne", "More": "Mehr", "Site": "Anlage", "Checks": "Prüfungen", "Hub": "Hub", "Audit": "Protokoll", "Door": "Tür", "Event": "Ereignis",
		"Help": "Hilfe", "Messages": "Meldungen", "Who can open": "Wer öffnet", "Person": "Benutzer", "Group": "Gruppe", "Pod": "Pod", "Schedule": "Zeitplan", "Matrix": "Matrix",
		"Form": "Formular", "PIN": "PIN",

		"NAME": "NAME", "STATE": "STATUS", "ROLE": "ROLLE", "KEYS": "SCHLÜSSEL", "VALID": "GÜLTIG", "GROUPS": "GRUPPEN", "WHEN": "WANN", "DOOR": "TÜR", "DOORS": "TÜREN", "LOCK": "SCHLOSS",
		"LOCKS": "SCHLÖSSER", "OFFICE MODE": "OFFICE-MODUS", "OFFICE": "OFFICE", "BATTERY": "BATT.", "SIGNAL": "SIGNAL", "HEARD": "GEHÖRT", "BAT": "BAT", "SIG": "SIG", "VIA": "ÜBER", "TODAY": "HEUTE",
		"GROUP": "GRUPPE", "PEOPLE": "BENUTZER", "POD": "POD", "MEMBERS": "MITGL.", "GUESTS": "GÄSTE", "SCHEDULE": "ZEITPLAN", "HOURS": "ZEITEN", "ALERTS": "ALARME", "RADIOS": "FUNK",
		"HUB": "HUB", "SITE": "ANLAGE", "CONSOLES": "KONSOLEN", "WAITING": "WARTESCHLANGEN", "NEXT": "ALS NÄCHSTES", "WHY": "WARUM", "INSTEAD": "STATTDESSEN",

		"Name": "Name", "First name": "Vorname", "Last name": "Nachname", "E-mail": "E-Mail", "Until": "Bis", "From": "Von", "Host": "Gastgeber", "Role": "Rolle", "Old PIN": "Alte PIN", "Tag": "Tag",
		"Members": "Mitglieder", "Hours": "Zeiten", "Instead": "Stattdessen", "Holidays": "Feiertage", "Then": "Dann", "Session": "Sitzung", "Owner": "Besitzer", "New owner": "Neuer Besitzer", "For": "Für",
		"Lock": "Schloss", "Office": "Office", "As of": "Stand", "Battery": "Batterie", "Signal": "Signal", "Type": "Typ", "Serial": "Nummer", "Firmware": "Firmware", "Table": "Tabelle", "Today": "Heute",
		"Admin": "Admin", "Mode": "Modus", "What": "Was", "When": "Wann", "Who": "Wer", "Detail": "Näheres", "Why": "Warum", "Because": "Weil", "To open": "Damit", "But": "Aber", "Valid": "Gültig",
		"Rights": "Rechte", "Version": "Version", "Id": "Kennung", "Up": "Läuft", "Disk": "Speicher", "Clock": "Uhr", "Inputs": "Eingaben", "Links": "Verbind.", "Work": "Arbeit", "Screens": "Bildschirme",
		"You": "Sie", "SSH": "SSH", "Release": "Freigabe", "Size": "Größe", "Sold": "Lizenz", "PINs": "PINs", "Phones": "Telefone", "Locks": "Schlösser", "Passback": "Passback", "Followed": "Befolgt", "Subscription": "Abo",
		"Locks|label": "Schloss", "Events|label": "Verlauf", "Heard": "Gehört", "Batteries": "Batterien", "Bolts": "Riegel", "Keys": "Schlüssel", "Admin PINs": "Admin-PINs", "Signals": "Signale", "Talks": "Gespräche", "Modes": "Modi", "Installers": "Errichter",
		"Signs": "Zeichen",

		"user": "Benutzer", "admin": "Admin", "owner": "Besitzer", "installer": "Errichter", "integration": "Integration", "guest": "Gast", "group": "Gruppe", "hub": "Hub",
		"tag": "Tag", "pin": "PIN", "digital": "Telefon", "operator": "Bediener", "phone": "Telefon", "from afar": "aus der Ferne", "none": "keine", "unknown": "unbekannt", "nobody": "niemand",
		"somebody": "jemand", "everybody": "alle", "nobody known": "niemand Bekanntes", "every door": "alle Türen", "nothing": "nichts", "by nothing": "von nichts", "never": "nie", "now": "jetzt",
		"ever": "immer", "or": "oder", "since": "seit", "by": "von", "up": "auf", "down": "ab", "yes": "ja", "%d d": "%d T", "%d h %d min": "%d h %d min", "%s ago": "vor %s", " ago": " her",
		"ago ": "vor ", "<1 min": "<1 min", "<1 min ago": "vor <1 min",
		"console": "Konsole", "command line": "Befehlszeile", "network": "Netz", "the hub": "der Hub", "a lock": "ein Schloss", "the lock": "das Schloss", "the clock": "die Uhr",
		"a console": "eine Konsole", "the command line": "die Befehlszeile", "the API": "die Schnittstelle", "a console over SSH": "eine Konsole über SSH", "the console": "die Konsole", "screen": "Bildschirm", "lines": "Zeilen",
	}
}
