# Aufgaben: was getan werden soll.
task-arguments = Argumente
task-title = Aufgaben
task-new = Neue Aufgabe
task-search = Nach Titel suchen
task-empty-title = Noch keine Aufgaben
task-empty-text = Eine Aufgabe ist ein Befehl oder der Aufruf eines MCP-Tools auf einem Ihrer Server, so oft Sie wollen. Die Ausgabe bleibt erhalten.
task-empty-search-title = Keine Aufgabe passt zu „{ $q }“
task-empty-search-text = Prüfen Sie die Schreibweise oder sehen Sie alle Aufgaben an.
task-empty-search-all = Alle Aufgaben anzeigen
task-last-state = Letzter Lauf
task-last-run = Wann
task-ran-last = Letzte Ausführung
task-never-run = Nie ausgeführt

# Aktionen
task-run = Ausführen
task-edit = Bearbeiten
task-edit-title = { $title } bearbeiten
task-more = Weitere Aktionen
task-delete = Löschen
task-delete-title = „{ $title }“ löschen?
task-delete-text = Die Aufgabe ist endgültig weg. Ihre Ausführungen und deren Ausgabe bleiben.
task-delete-submit = Aufgabe löschen
task-create = Anlegen
task-create-and-run = Anlegen und ausführen
task-save = Speichern
task-cancel = Abbrechen

# Formular
task-section-what = Was
task-section-limits = Grenzen und Priorität
task-field-title = Titel
task-field-title-help = So heißt die Aufgabe in Listen.
task-description = Beschreibung
task-kind = Was sie tut
task-kind-command = Einen Befehl ausführen
task-kind-command-help = Auf dem Host eines Servers mit Master-Agent.
task-kind-call = Ein MCP-Tool aufrufen
task-kind-call-help = Auf jedem Server, mit den Argumenten, die Sie angeben.
task-tool = MCP-Tool
task-tool-help = Sein Name, wie der Server ihn anbietet. Die Liste zeigt die des gewählten Servers.
task-tool-unlisted = Die MCP-Tools dieses Servers lassen sich nicht auflisten: { $why }
task-command = Befehl
task-command-help = Wird auf dem Server von /bin/sh ausgeführt, als der Benutzer seines Master-Agenten.
task-field-pty = Ein Terminal geben (PTY)
task-field-pty-help = Für Programme, die sich an einem Terminal anders verhalten: Farben, Fortschrittsbalken, Vollbildausgabe.
task-pty = Ausgabe
task-pty-yes = An einem Terminal (PTY)
task-pty-no = Durch Pipes
task-env = Umgebung
task-env-help = Eine Variable je Zeile, NAME=Wert. Ein Wert mit Zeilenumbrüchen steht in doppelten Anführungszeichen, mit \n für jeden Umbruch.
task-env-line = Zeile { $line } ist keine Variable. Schreiben Sie NAME=Wert, ohne Leerzeichen im Namen; ein Wert in doppelten Anführungszeichen wird als JSON-Zeichenkette gelesen.
task-env-twice = „{ $name }“ steht zweimal da. Behalten Sie eine davon.
task-server = Server
task-server-help = Aktivierte Server. Befehle brauchen einen mit Master-Agent; MCP-Tools lassen sich auf jedem aufrufen.
task-server-calls-only = { $name } (nur MCP-Tools)
task-server-choose = Server auswählen
task-server-filter = Server nach Namen filtern
task-cwd = Arbeitsverzeichnis
task-cwd-help = Leer: das des Master-Agenten.
task-cwd-none = Das des Master-Agenten
task-timeout = Längste Laufzeit (Sekunden)
task-timeout-help = Danach wird die Ausführung beendet. Leer: so lange, wie die Installation es erlaubt.
task-idle-timeout = Längste Stille (Sekunden)
task-idle-timeout-help = Die Ausführung wird beendet, wenn so lange nichts von ihr kommt: keine Ausgabe, kein Fortschritt.
task-limit-none = Keine eigene Grenze
task-priority = Priorität
task-priority-help = Höhere verlassen die Warteschlange zuerst.
task-priority-low = Niedrig
task-priority-medium = Mittel
task-priority-high = Hoch
task-priority-urgent = Dringend
task-no-servers-title = Noch kein Server zum Ausführen
task-no-servers-text = Eine Aufgabe braucht einen aktivierten Server.
task-no-servers-action = Server hinzufügen
task-no-servers-list = Server anzeigen

# Ausführungen einer Aufgabe
task-executions = Letzte Ausführungen
task-executions-all = Alle anzeigen
task-executions-empty-title = Noch nicht ausgeführt
task-executions-empty-text = Führen Sie die Aufgabe aus, um ihre Ausgabe hier zu sehen.

# Limits, retries, versions
task-queue-timeout = Längste Wartezeit bis zum Start (Sekunden)
task-queue-timeout-help = Was bis dahin nicht begonnen hat, endet mit Zeitüberschreitung. Leer: Es wird gewartet, so lange es dauert.
task-timeout-fact = Längste Laufzeit
task-idle-timeout-fact = Längste Stille
task-queue-timeout-fact = Längste Wartezeit bis zum Start
task-concurrency-key = Nebenläufigkeitsschlüssel
task-concurrency-key-help = Von allen Ausführungen mit demselben Schlüssel läuft immer nur eine; die anderen warten auf sie.
task-section-retries = Wiederholungen
task-max-attempts = Höchstzahl der Versuche
task-max-attempts-help = Leer: ein einziger Versuch.
task-retry-delay = Pause vor dem zweiten Versuch (Sekunden)
task-retry-delay-help = Sie verdoppelt sich mit jedem Versuch, bis zu einer Stunde, und schwankt um ein Fünftel. Leer: 10 Sekunden.
task-retry-exit-codes = Exit-Codes, die wiederholt werden
task-retry-exit-codes-help = Zahlen, durch Kommas getrennt. Leer: alle außer 0.
task-retry-on = Außerdem wiederholen
task-retry-transport = Der Server war nicht erreichbar
task-retry-timeout = Eine Zeitgrenze war erreicht
task-retry-tool-error = Das MCP-Tool meldete einen Fehler
task-retries-none = Keine
task-retries-some = Bis zu { $most } Versuche, der zweite nach { $delay }
task-versions = Versionen
task-version = Version
task-version-by = Geschrieben von
task-version-at = Wann
task-version-what = Inhalt
task-server-any = Jeder passende Server
task-server-any-with = Jeder Server mit { $labels }
task-labels = Labels
task-labels-help = Wörter mit Kommas dazwischen. Jeder Lauf geht an den am wenigsten beschäftigten gesunden Server, der alle hat. Server bekommen Labels in ihren Einstellungen.
task-labels-with-server = Labels wählen unter Servern, und einer ist schon gewählt. Lassen Sie eines von beiden weg.
label-wrong = „{ $label }“ kann kein Label sein. Verwenden Sie bis zu 40 Buchstaben a bis z, Ziffern und dazwischen . _ / - =.
label-too-many = Das sind zu viele Labels. Behalten Sie { $max }.
