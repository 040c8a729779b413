# Ausführungen und ihr Terminal.
execution-title = Ausführungen
execution-search = Nach Aufgabentitel suchen
execution-filter-state = Status
execution-filter-state-all = Alle Status
execution-filter-task-clear = Alle Aufgaben anzeigen
execution-filter-server-clear = Alle Server anzeigen
execution-empty-title = Noch keine Ausführungen
execution-empty-text = Jeder Lauf einer Aufgabe erscheint hier mit Ausgabe und Ergebnis.
execution-empty-action = Aufgabe auswählen
execution-empty-filter-title = Keine Ausführung passt dazu
execution-empty-filter-text = Wählen Sie einen anderen Status oder andere Wörter, oder sehen Sie alle Ausführungen an.
execution-empty-filter-all = Alle Ausführungen anzeigen

# Status
execution-state-waiting = Wartet
execution-state-queued = In der Warteschlange
execution-state-claimed = Startet
execution-state-running = Läuft
execution-state-input-required = Wartet auf Eingabe
execution-state-cancelling = Wird abgebrochen
execution-state-succeeded = Erfolgreich
execution-state-failed = Fehlgeschlagen
execution-state-timed-out = Zeit überschritten
execution-state-cancelled = Abgebrochen
execution-state-rejected = Abgelehnt
execution-state-skipped = Übersprungen
execution-state-lost = Verloren
execution-wait-dependency = Wartet auf eine andere Aufgabe
execution-wait-approval = Wartet auf Freigabe
execution-wait-retry = Wartet auf den nächsten Versuch
execution-wait-concurrency = Wartet auf einen freien Platz
execution-wait-paused = Pausiert

# Spalten und Angaben
execution-column-task = Aufgabe
execution-column-state = Status
execution-column-server = Server
execution-column-duration = Dauer
execution-column-by = Gestartet von
execution-column-queued = Eingereiht
execution-exit-code = Exit-Code
execution-exit-code-is = Exit-Code { $code }
execution-retry-of = Wiederholt
execution-retry-of-link = eine frühere Ausführung
execution-attempts = Versuche
execution-attempt-number = Versuch
execution-output-size = Ausgabe
execution-cause = Ursache
execution-timeline = Verlauf
execution-action = Was ausgeführt wurde

# Aktionen
execution-cancel = Abbrechen
execution-cancel-over = Die Ausführung ist beendet.
execution-cancel-final = Die Ausführung ist beendet ({ $state }). Es gibt nichts mehr abzubrechen.
execution-input-over = Der Befehl ist beendet und liest nichts mehr. Die Eingabe wurde nicht gesendet.
execution-input-full = Der Befehl hat die frühere Eingabe nicht gelesen. Warten Sie, bis er liest, oder brechen Sie ihn ab.
execution-input-no-terminal = Dieser Befehl läuft ohne Terminal und liest keine Eingabe. Geben Sie seiner Aufgabe ein Terminal (PTY) und führen Sie sie erneut aus.
execution-input-not-yet = Der Befehl hat noch nicht begonnen. Tippen Sie erneut, sobald er läuft.
execution-cancel-asked = Der Abbruch ist angefordert. Die Gegenseite hat ihn noch nicht bestätigt.
execution-retry = Erneut ausführen
execution-retry-not-over = Die Ausführung ist noch nicht beendet.
execution-retry-active = Die Ausführung ist noch nicht beendet. Brechen Sie sie ab oder warten Sie ihr Ende ab, und führen Sie sie dann erneut aus.
execution-retry-no-server = Der Server dieser Ausführung wurde gelöscht. Legen Sie die Aufgabe für einen anderen Server an und führen Sie diese aus.

# Terminal
execution-terminal-label = Terminal: { $title }
execution-terminal-label-typing = Terminal: { $title }. Tasten gehen an den Befehl; Strg, Umschalt und X verlassen das Terminal.
execution-terminal-typing = Der Befehl liest, was Sie im Terminal tippen. Strg + Umschalt + X verlässt es.
execution-terminal-download = Ausgabe herunterladen
execution-terminal-following = Folgt
execution-terminal-jump = Zum Ende springen
execution-terminal-smaller = Kleinere Schrift
execution-terminal-larger = Größere Schrift
execution-terminal-full-screen = Vollbild
execution-terminal-find = In der Ausgabe suchen
execution-terminal-find-none = Nicht gefunden
execution-terminal-gap = { $size } Ausgabe nicht aufbewahrt
execution-terminal-late = Die ersten { $size } der Ausgabe werden nicht angezeigt.
execution-terminal-from-start = Von Anfang an anzeigen
execution-terminal-dropped = Das Terminal behält die letzten { $lines } Zeilen. Frühere stehen im Download.
execution-terminal-failed = Das Terminal konnte nicht geladen werden. Laden Sie die Seite neu oder laden Sie die Ausgabe herunter.
execution-terminal-excerpt = Angezeigt wird, was um die Zeile steht: von { $from } bis { $to } der Ausgabe.
execution-terminal-wrap = Lange Zeilen umbrechen
execution-terminal-first-error = Erster Fehler
execution-terminal-first-error-is = Erster Fehler: { $line }
execution-terminal-first-error-none = Keine Zeile meldet einen Fehler.
execution-download = Herunterladen
execution-download-raw = Unverändert, mit Farben (.log)
execution-download-text = Reiner Text, ohne Farben (.txt)
execution-download-asciicast = Aufzeichnung, asciicast v2 (.cast)
execution-connection-connecting = verbindet
execution-connection-live = live
execution-connection-ended = vollständig
execution-connection-reconnecting = neue Verbindung in { $seconds } s

# Warum nichts zu sehen ist
execution-nothing-waiting = Noch nicht gestartet.
execution-nothing-wait-dependency = Zuerst muss eine andere Aufgabe fertig werden.
execution-nothing-wait-approval = Vor dem Lauf muss sie jemand freigeben.
execution-nothing-wait-retry = Der letzte Versuch ist fehlgeschlagen. Der nächste beginnt nach einer Pause.
execution-nothing-wait-concurrency = Davon läuft gerade zu viel. Sie startet, sobald ein Platz frei ist.
execution-nothing-wait-paused = Ihre Aufgabe ist pausiert.
execution-nothing-queued = In der Warteschlange. Sie startet, sobald ein Worker frei ist.
execution-nothing-claimed = Wird an { $server } übergeben.
execution-nothing-running = Der Befehl läuft auf { $server } und hat noch nichts ausgegeben.
execution-nothing-input-required = Der Befehl wartet auf Eingabe und hat noch nichts ausgegeben.
execution-nothing-cancelling = Der Abbruch ist angefordert. { $server } hat ihn noch nicht bestätigt.
execution-nothing-succeeded = Der Befehl ist beendet und hat nichts ausgegeben.
execution-nothing-failed = Der Befehl ist mit Exit-Code { $code } fehlgeschlagen und hat nichts ausgegeben.
execution-nothing-timed-out = Die Zeit war um, bevor der Befehl etwas ausgegeben hat.
execution-nothing-cancelled = Abgebrochen, bevor etwas ausgegeben wurde.
execution-nothing-rejected = Die Freigabe wurde abgelehnt. Der Befehl lief nie.
execution-nothing-skipped = Übersprungen. Der Befehl lief nie.
execution-nothing-lost = Was aus dem Befehl wurde, lässt sich nicht feststellen. Prüfen Sie es auf { $server }, bevor Sie ihn erneut ausführen.

# Why it waits, what became of it
execution-trigger = Gestartet durch
execution-trigger-person = Eine Person
execution-trigger-schedule = Den Zeitplan
execution-trigger-dependency = Eine andere Aufgabe
execution-trigger-retry = Erneutes Ausführen
execution-task-version = Version
execution-attempt-output = Ausgabe von Versuch { $number } herunterladen
execution-waiting-retry = Der letzte Versuch ist gescheitert. Versuch { $attempt } von { $most } beginnt
execution-waiting-concurrency = Eine andere Ausführung mit dem Schlüssel „{ $key }“ läuft. Diese beginnt, wenn jene beendet ist.
execution-waiting-dependency = Erst muss eine andere Aufgabe fertig sein.
execution-waiting-approval = Jemand muss sie freigeben, bevor sie beginnt.
execution-waiting-paused = Ihre Aufgabe ist angehalten.
execution-queued-server = { $server } arbeitet schon an { $most } Ausführungen, so vielen, wie ein Server zugleich bekommt. Diese beginnt, wenn eine davon endet.
execution-queued-organization = { $most } Ausführungen dieser Organisation laufen, so viele, wie es zugleich sein dürfen. Diese beginnt, wenn eine davon endet.
execution-queued-ahead = { $ahead ->
    [0] Sie ist die nächste. Sie beginnt, sobald ein Worker frei ist.
    [one] Eine Ausführung ist in der Warteschlange dieses Servers vor ihr.
   *[other] { $ahead } Ausführungen sind in der Warteschlange dieses Servers vor ihr.
}
execution-resolve-title = Was ist aus ihr geworden?
execution-resolve-text = Das Studio hat diese Ausführung aus den Augen verloren und kann es nicht selbst herausfinden. Sehen Sie auf dem Server nach und halten Sie es hier für andere fest. Die Ausführung bleibt verloren.
execution-resolve-verdict = Was Sie festgestellt haben
execution-resolve-note = Notiz
execution-resolve-submit = Festhalten
execution-resolve-not-lost = Nur Verlorenes lässt sich aufklären: Das Ende dieser Ausführung ist bekannt.
execution-resolve-twice = Jemand hat schon festgehalten, was aus ihr wurde. Laden Sie die Seite neu, um es zu sehen.
execution-verdict-done = Sie wurde erledigt
execution-verdict-done-help = Was sie tun sollte, ist getan. Nichts läuft erneut.
execution-verdict-not-done = Sie wurde nicht erledigt
execution-verdict-not-done-help = Nichts wurde getan, und nichts läuft erneut.
execution-verdict-retry = Erneut ausführen
execution-verdict-retry-help = Dieselbe Arbeit kommt sofort als neue Ausführung in die Warteschlange.
execution-resolved-by = Festgehalten von { $name }
execution-resolved-again = Die Ausführung, die es noch einmal tut
execution-placed = { $fit ->
    [one] Der einzige passende Server; er hatte { $busy } zu tun.
   *[other] Der am wenigsten beschäftigte von { $fit } passenden Servern; er hatte { $busy } zu tun.
}
execution-place = Warum dort
execution-queued-no-server = Kein gesunder Server, der es kann, hat Platz. Sobald einer ihn hat, beginnt sie dort.
execution-queued-no-server-with = Kein gesunder Server mit den Labels { $labels }, der es kann, hat Platz. Sobald einer ihn hat, beginnt sie dort.
