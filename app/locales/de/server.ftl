# Server und der Assistent, der sie registriert.
server-title = Server
server-add = Server hinzufügen
server-add-local = Diesen Rechner hinzufügen
server-add-local-text = Der Rechner, auf dem dieses Studio läuft, hat einen Master-Agenten. Er kann Ihr erster Server sein.
server-search = Nach Namen suchen
server-filter-status-all = Alle Status
server-column-name = Name
server-column-status = Status
server-column-latency = Latenz
server-column-master-agent = Master-Agent
server-column-checked = Geprüft
server-empty-title = Noch keine Server
server-empty-text = Registrieren Sie einen entfernten MCP-Server. Hat er einen Master-Agenten, kann das Studio dort Befehle ausführen.
server-empty-search-title = Kein Server passt zu „{ $q }“
server-empty-search-text = Prüfen Sie die Schreibweise oder sehen Sie alle Server an.
server-empty-search-all = Alle Server anzeigen
server-empty-filter-title = Kein Server passt dazu
server-empty-filter-text = Wählen Sie einen anderen Status oder andere Wörter, oder sehen Sie alle Server an.

# Status und Tatsachen
server-status-disabled = Deaktiviert
server-status-unknown = Noch nicht geprüft
server-status-healthy = In Ordnung
server-status-unreachable = Nicht erreichbar
server-status-unauthorized = Nicht authentifiziert
server-fact-enabled = Aktiviert
server-fact-reachable = Erreichbar
server-fact-authenticated = Authentifiziert
server-yes = Ja
server-no = Nein
server-unknown = Unbekannt
server-fact-enabled-yes = Wird im Hintergrund geprüft und von Aufgaben benutzt.
server-fact-enabled-no = Von einem Mitglied abgeschaltet. Wird weder geprüft noch von Aufgaben benutzt.
server-fact-reachable-yes = Er hat bei der letzten Prüfung geantwortet.
server-fact-reachable-no = Er hat bei der letzten Prüfung nicht geantwortet.
server-fact-reachable-unknown = Noch nicht geprüft.
server-fact-authenticated-yes = Er hat die Zugangsdaten angenommen.
server-fact-authenticated-no = Er hat die Zugangsdaten nicht angenommen.
server-fact-authenticated-unknown = Bekannt, sobald er antwortet.
server-attempt = Fehlgeschlagene Prüfungen in Folge: { $attempt }. Nächste Prüfung:
server-remedy = Was zu tun ist

# Einzelheiten
server-connection = Verbindung
server-latency = Latenz

server-none = –
server-url = Adresse
server-description = Beschreibung
server-auth = Authentifizierung
server-auth-none = Keine
server-auth-bearer = Token
server-auth-headers = Eigene Header
server-auth-basic = Benutzername und Passwort
server-protocol = Protokoll
server-implementation = Implementierung
server-last-check = Letzte Prüfung
server-next-check = Nächste Prüfung
server-created = Registriert
server-master-agent = Master-Agent
server-master-agent-none = Kein Master-Agent gefunden. Seine eigenen MCP-Tools sind nutzbar; Befehle brauchen einen Master-Agenten auf dem Host.
server-master-agent-version = Version
server-master-agent-host = Host
server-master-agent-system = System
server-master-agent-instance = Installation
server-capabilities = Fähigkeiten
server-not-checked = Vor der ersten bestandenen Prüfung unbekannt.
server-work = Arbeit auf diesem Server
server-see-executions = Ausführungen auf diesem Server
server-create-task = Aufgabe anlegen
server-check = Jetzt prüfen
server-edit = Bearbeiten
server-enable = Aktivieren
server-disable = Deaktivieren
server-more = Weitere Aktionen
server-delete-title = { $name } löschen?
server-delete-text = Der Server und seine Aufgaben werden gelöscht; deren Ausführungen bleiben in der Liste. Das lässt sich nicht rückgängig machen. Der Host selbst bleibt unberührt.
server-delete-submit = Server löschen
server-delete-active = Auf diesem Server läuft gerade etwas. Warten Sie das Ende ab oder brechen Sie es ab und löschen Sie den Server dann.
server-cancel = Abbrechen

# Zustand im Lauf der Zeit
server-health = Zustand
server-health-range = Zeitraum
server-health-range-24h = 24 Stunden
server-health-range-7d = 7 Tage
server-health-range-30d = 30 Tage
server-health-uptime = Verfügbarkeit, { $range }
server-health-uptime-help = Anteil der Prüfungen, die bestanden wurden, während der Server aktiviert war.
server-health-summary = Zustand, { $range }: { $passed } von { $checks } Prüfungen bestanden.
server-health-now = jetzt
server-health-cell = { $start }: { $passed } von { $checks } Prüfungen bestanden
server-health-cell-round-trip = { $start }: { $passed } von { $checks } Prüfungen bestanden, Antwortzeit im Mittel { $mean }, höchstens { $slowest }
server-health-cell-empty = { $start }: nicht geprüft
server-health-legend-up = Alle Prüfungen bestanden
server-health-legend-mixed = Einige Prüfungen nicht bestanden
server-health-legend-down = Keine Prüfung bestanden
server-health-legend-empty = Nicht geprüft
server-health-round-trip = Antwortzeit einer Prüfung: im Mittel { $mean }, höchstens { $slowest }
server-health-table = Zahlen als Tabelle
server-health-column-start = Ab
server-health-column-passed = Bestandene Prüfungen
server-health-column-mean = Mittlere Antwortzeit
server-health-column-slowest = Längste
server-health-passed = { $passed } von { $checks }
server-health-none = In dieser Zeit wurde nicht geprüft.
server-health-changes = Was sich geändert hat
server-health-lasted = für { $duration }

server-steps = Schritt für Schritt prüfen
server-steps-text = Zeigt, welcher Schritt gelingt und welcher nicht, wie lange er dauert und was zu tun ist. Nichts wird gespeichert.
server-steps-passed = Alle Prüfungen bestanden.
server-steps-failed = Nicht alle Prüfungen bestanden. Beheben Sie, was beschrieben ist, und starten Sie sie erneut.

# Formular
server-name = Name
server-name-help = Kurz und eindeutig in dieser Organisation, etwa „build-01“.
server-description-help = Wozu er dient, wer sich um ihn kümmert.
server-url-help = Wo sein MCP-Endpunkt lauscht, etwa https://build-01.example.com/mcp.
server-token = Token
server-token-help = Bei einem Master-Agenten das Master-Token: „master-agent token“ auf dem Host gibt es aus.
server-token-kept = Ein Token ist gespeichert. Leer lassen, um es zu behalten. Führt die Adresse zu einem anderen Host, geben Sie dessen Token ein.
server-username = Benutzername
server-password = Passwort
server-password-help = Wird mit jeder Anfrage gesendet (HTTP Basic).
server-password-kept = Benutzername und Passwort sind gespeichert. Beide leer lassen, um sie zu behalten. Führt die Adresse zu einem anderen Host, geben Sie dessen eigene ein.
server-headers = Header
server-headers-help = Einer je Zeile, etwa „X-Api-Key: abc123“. Sie werden mit jeder Anfrage gesendet und verschlüsselt aufbewahrt.
server-headers-kept = Header sind gespeichert. Leer lassen, um sie zu behalten; was Sie eingeben, ersetzt alle. Führt die Adresse zu einem anderen Host, geben Sie dessen eigene ein. Einer je Zeile, etwa „X-Api-Key: abc123“.
server-auth-again = Gespeicherte Zugangsdaten werden nicht an einen anderen Host oder Port gesendet. Geben Sie die der neuen Adresse ein, oder wählen Sie als Authentifizierung „Keine“.
server-headers-line = Zeile { $line } ist kein Header. Schreiben Sie „Name: Wert“; der Name besteht aus Buchstaben, Ziffern, Bindestrichen, Punkten und Unterstrichen.
server-headers-reserved = „{ $name }“ setzt MCP oder die Verbindung selbst. Nehmen Sie ihn heraus.
server-headers-twice = „{ $name }“ steht zweimal da. Behalten Sie einen davon.
server-headers-many = Höchstens { $max } Header können gesendet werden.
server-tabs = Teile von { $name }
server-tab-overview = Überblick
server-settings-look-only = Ihre Rolle darf diesen Server nicht ändern. Wenden Sie sich an einen Inhaber, Administrator oder Manager.
server-use = Verwendung
server-delete-tasks = Aufgaben, mit ihm gelöscht
server-delete-mcp-tools = MCP-Tools, mit ihm gelöscht
server-delete-executions = Ausführungen, sie bleiben
server-save = Speichern

# Assistent
server-wizard-title = Server hinzufügen
server-wizard-step-basics = Grundlagen
server-wizard-step-validation = Validierung
server-wizard-basics-question = Welcher Server?
server-wizard-next = Weiter
server-wizard-validation-question = Funktioniert er?
server-wizard-checks = Prüfungen von { $name }
server-wizard-run = Prüfungen starten
server-wizard-run-again = Wiederholen
server-wizard-running = Die Prüfungen laufen.
server-wizard-passed = Alle Prüfungen bestanden. „{ $name }“ wird hinzugefügt, im Hintergrund geprüft und ist bereit für Aufgaben.
server-wizard-failed = Nicht alle Prüfungen wurden bestanden. Beheben Sie, was beschrieben ist, und wiederholen Sie sie. Sie können „{ $name }“ auch trotzdem hinzufügen: Er wird im Hintergrund geprüft und benutzt, sobald er funktioniert.
server-wizard-not-run = Die Prüfungen sind noch nicht gelaufen.
server-wizard-submit = Server hinzufügen
server-wizard-submit-anyway = Trotzdem hinzufügen
server-wizard-wait-running = Warten Sie, bis die Prüfungen beendet sind.
server-wizard-wait-not-run = Starten Sie zuerst die Prüfungen.
server-wizard-interrupted = Die Prüfungen wurden unterbrochen.
server-check-pending = Wartet
server-check-running = Läuft
server-check-passed = Bestanden
server-check-failed = Nicht bestanden
server-check-skipped = Übersprungen

# Import und Export
server-import = mcp.json importieren
server-import-title = Server importieren
server-import-intro = Übernehmen Sie die Server von Claude, Cursor, VS Code, Windsurf, Cline oder Zed. Sie sehen zuerst, was aus jedem würde; noch wird nichts hinzugefügt.
server-import-file = Datei
server-import-file-problem = Diese Datei ist nicht lesbar. Wählen Sie eine Textdatei von höchstens { $max } kB.
server-import-text = Inhalt der mcp.json
server-import-text-help = Die ganze Datei, mit oder ohne Kommentare. Sie wird einen Tag lang verschlüsselt aufbewahrt, damit Sie den Import abschließen können.
server-import-preview = Anzeigen, was darin steht
server-import-preview-title = Server der Datei
server-import-summary = { $possible } von { $count } lassen sich importieren. Die gewählten werden zusammen hinzugefügt, oder keiner, wenn einer davon scheitert.
server-import-column-choose = Importieren
server-import-column-verdict = Ergebnis
server-import-choose = { $name } importieren
server-import-ready = Bereit
server-import-needs = { $count ->
    [one] Ein Wert fehlt
   *[other] { $count } Werte fehlen
}
server-import-refused = Nicht importierbar
server-import-disabled = Sein Client hat ihn abgeschaltet.
server-import-headers-left-out = Weggelassen, weil MCP ihn selbst setzt: { $headers }
server-import-need-header = Kommt an der Stelle von { $name } in einen Header, den { $servers } empfängt. Wird verschlüsselt gespeichert.
server-import-need-url = Wird an der Stelle von { $name } Teil der Adresse von { $servers }. Mitglieder sehen sie.
server-import-submit = Gewählte Server importieren
server-import-again = Etwas anderes einfügen
server-import-none-possible = Kein Server dieser Datei lässt sich importieren.
server-import-nothing = Wählen Sie mindestens einen Server.
server-imported = { $count ->
    [one] Ein Server wurde importiert. Er wird gerade geprüft.
   *[other] { $count } Server wurden importiert. Sie werden gerade geprüft.
}
server-import-too-long = Der Text ist länger als { $max } kB. Fügen Sie nur den Teil mit den Servern ein.
server-import-not-json = Das ist kein JSON: Sehen Sie in Zeile { $line }, Spalte { $column } nach.
server-import-shape = Die Server müssen in einem Objekt stehen, jeder unter seinem Namen: „mcpServers“ enthält Namen, und jeder Name eine „url“.
server-import-none = In diesem Text stehen keine Server. Sie stehen unter „mcpServers“ (Claude, Cursor), „servers“ (VS Code) oder „context_servers“ (Zed).
server-import-too-many = In diesem Text stehen { $count } Server; höchstens { $max } lassen sich auf einmal importieren. Teilen Sie ihn auf.
server-import-refusal-stdio = Er wird als Programm auf dem Rechner seines Benutzers gestartet ({ $detail }). Setzen Sie einen Proxy wie supergateway davor, der ihn über HTTP erreichbar macht, und registrieren Sie dessen Adresse.
server-import-refusal-sse = Er benutzt den alten Transport HTTP+SSE. Nehmen Sie seine neuere Adresse, die oft auf /mcp endet, oder setzen Sie einen Proxy davor, der Streamable HTTP spricht.
server-import-refusal-transport = Der Transport „{ $detail }“ ist unbekannt. Benutzen Sie „http“.
server-import-refusal-duplicate = Ein anderer Server der Datei heißt ebenso. Benennen Sie einen von beiden um.
server-import-refusal-taken = Ein Server dieses Namens ist schon registriert. Benennen Sie einen von beiden um.
server-import-refusal-name = Sein Name muss 1 bis 80 Zeichen in einer Zeile haben.
server-import-refusal-no-address = Er hat weder eine Adresse noch einen Befehl. Geben Sie ihm eine „url“.
server-import-refusal-url = „{ $detail }“ ist keine vollständige Adresse, die mit http:// oder https:// beginnt.
server-import-refusal-url-credentials = Seine Adresse enthält Benutzername oder Passwort. Setzen Sie beides in einen Header „Authorization“.
server-import-refusal-shape = „{ $detail }“ hat den falschen Typ.
server-import-refusal-sign-in = Er meldet sich über „{ $detail }“ an, was sich nicht übernehmen lässt. Fügen Sie den Server stattdessen mit einem Token hinzu.
server-import-refusal-variable = Nach { $detail } kann niemand gefragt werden. Setzen Sie den Wert an diese Stelle.
server-import-refusal-header = Der Header „{ $detail }“ lässt sich nicht senden. Namen bestehen aus Buchstaben, Ziffern, Bindestrichen, Punkten und Unterstrichen; höchstens 32 Header.
server-export = Ohne Geheimnisse exportieren
server-export-claude = Für Claude Code
server-export-cursor = Für Cursor
server-export-vscode = Für VS Code
server-labels = Labels
server-labels-help = Wörter für das, was er ist oder hat, mit Kommas dazwischen, zum Beispiel gpu, zone=eu. Aufgaben können auf jedem Server mit den verlangten Labels laufen.
