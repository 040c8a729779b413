# Aufgaben: was getan werden soll.
task-title = Aufgaben
task-new = Neue Aufgabe
task-search = Nach Titel suchen
task-empty-title = Noch keine Aufgaben
task-empty-text = Eine Aufgabe ist ein Befehl, der auf einem Ihrer Server läuft, so oft Sie wollen. Seine Ausgabe bleibt erhalten.
task-empty-search-title = Keine Aufgabe passt zu „{ $q }“
task-empty-search-text = Prüfen Sie die Schreibweise oder sehen Sie alle Aufgaben an.
task-empty-search-all = Alle Aufgaben anzeigen
task-last-state = Letzter Lauf
task-last-run = Wann
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
task-section-where = Wo
task-section-limits = Grenzen und Priorität
task-field-title = Titel
task-field-title-help = So heißt die Aufgabe in Listen.
task-description = Beschreibung
task-command = Befehl
task-command-help = Wird auf dem Server von /bin/sh ausgeführt, als der Benutzer seines Master-Agenten.
task-field-pty = Ein Terminal geben (PTY)
task-field-pty-help = Für Programme, die sich an einem Terminal anders verhalten: Farben, Fortschrittsbalken, Vollbildausgabe.
task-pty = Ausgabe
task-pty-yes = An einem Terminal (PTY)
task-pty-no = Durch Pipes
task-env = Umgebung
task-server = Server
task-server-help = Aktivierte Server mit Master-Agent.
task-server-choose = Server auswählen
task-cwd = Arbeitsverzeichnis
task-cwd-help = Leer: das des Master-Agenten.
task-cwd-none = Das des Master-Agenten
task-timeout = Längste Laufzeit (Sekunden)
task-timeout-help = Danach wird der Befehl beendet. Leer: so lange, wie die Installation es erlaubt.
task-idle-timeout = Längste Stille (Sekunden)
task-idle-timeout-help = Der Befehl wird beendet, wenn er so lange nichts ausgibt.
task-limit-none = Keine eigene Grenze
task-priority = Priorität
task-priority-help = Höhere verlassen die Warteschlange zuerst.
task-priority-low = Niedrig
task-priority-medium = Mittel
task-priority-high = Hoch
task-priority-urgent = Dringend
task-no-servers-title = Noch kein Server kann Befehle ausführen
task-no-servers-text = Eine Aufgabe braucht einen aktivierten Server mit Master-Agent.
task-no-servers-action = Server hinzufügen
task-no-servers-list = Server anzeigen

# Ausführungen einer Aufgabe
task-executions = Letzte Ausführungen
task-executions-all = Alle anzeigen
task-executions-empty-title = Noch nicht ausgeführt
task-executions-empty-text = Führen Sie die Aufgabe aus, um ihre Ausgabe hier zu sehen.
