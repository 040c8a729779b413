# Erste Seite einer Organisation.
dashboard-title = Übersicht
dashboard-steps-title = Erste Schritte
dashboard-steps-intro = Drei Schritte von der leeren Organisation zur erledigten Arbeit.
dashboard-step-done = Erledigt
dashboard-step-next = Als Nächstes
dashboard-step-later = Später
dashboard-step-unavailable = Nicht in dieser Version
dashboard-step-server = Server hinzufügen
dashboard-step-server-text = Ein entfernter MCP-Server. Hat er einen Master-Agenten, kann das Studio dort Befehle ausführen.
dashboard-step-server-action = Server hinzufügen
dashboard-step-task = Aufgabe ausführen
dashboard-step-task-text = Schreiben Sie einen Befehl einmal auf, führen Sie ihn aus, wann Sie wollen, und verfolgen Sie die Ausgabe live.
dashboard-step-task-action = Aufgabe anlegen
dashboard-step-task-run-action = Zu Ihren Aufgaben
dashboard-step-agent = Agenten anlegen
dashboard-step-agent-text = Ein benannter Mitarbeiter auf einem Server. Diese Version hat noch keine Agenten.
dashboard-servers = Server
dashboard-servers-note = { $healthy } von { $count } in Ordnung
dashboard-servers-none = Noch keiner
dashboard-active = Aktive Ausführungen
dashboard-active-note = { $running } laufen, { $waiting } warten, { $cancelling } werden abgebrochen
dashboard-today = Heute beendet
dashboard-today-note = { $succeeded } erfolgreich, { $failed } nicht
dashboard-today-none = Bisher keine
dashboard-rate = Erfolgsquote heute
dashboard-rate-week = { $percent } in den sieben Tagen davor
dashboard-rate-week-none = Keine Ausführungen in den sieben Tagen davor
dashboard-waiting = Was auf jemanden wartet
dashboard-waiting-none = Nichts wartet auf Sie.
dashboard-waiting-input = { $count ->
    [one] Eine Ausführung wartet auf eine Eingabe
   *[other] { $count } Ausführungen warten auf eine Eingabe
}
dashboard-waiting-lost = { $count ->
    [one] Eine Ausführung ging in den letzten sieben Tagen verloren: Prüfen Sie, was aus ihr wurde
   *[other] { $count } Ausführungen gingen in den letzten sieben Tagen verloren: Prüfen Sie, was aus ihnen wurde
}
dashboard-waiting-more = { $count ->
    [one] Ein weiterer Server ist nicht benutzbar
   *[other] { $count } weitere Server sind nicht benutzbar
}
dashboard-now = Gerade jetzt
dashboard-now-executions = Ausführungen
dashboard-now-none = Keine im Gange
dashboard-outcomes = Wie endeten Ausführungen in den letzten 24 Stunden?
dashboard-outcomes-quarter = Viertelstunde ab
dashboard-outcome-succeeded = Erfolgreich
dashboard-outcome-failed = Fehlgeschlagen oder Zeit abgelaufen
dashboard-outcome-lost = Verloren
dashboard-outcome-stopped = Abgebrochen, abgelehnt oder übersprungen
dashboard-failures = Letzte Fehlschläge
dashboard-failures-reason = Ursache
dashboard-failures-ended = Ende
dashboard-latest = Letzte Ausführungen
dashboard-latest-all = Alle Ausführungen
